import { describe, expect, it } from 'vitest';
import { toolsFrom } from '../../../harness/platforms/kind/tools.ts';

describe('kind and kubectl', () => {
  const env = {
    PATH: '/bin',
    TMPDIR: '/tmp',
    KUBECONFIG: '/home/me/.kube/config',
    KIND_CLUSTER_NAME: 'mine',
  };

  it('get nothing that leads them to another cluster', () => {
    const tools = toolsFrom(env, '/tmp/not-a-leak-1');
    expect(Object.keys(tools.env)).toEqual(['PATH', 'TMPDIR']);
  });

  it('have their temporary files in the folder of the run, which goes with it', () => {
    expect(toolsFrom(env, '/tmp/not-a-leak-1').env['TMPDIR']).toBe('/tmp/not-a-leak-1');
  });

  it('are those that the user names', () => {
    const named = { KIND_BIN: '/opt/kind', KUBECTL_BIN: '/opt/kubectl' };
    expect(toolsFrom({}, '/x')).toMatchObject({ kind: 'kind', kubectl: 'kubectl' });
    expect(toolsFrom(named, '/x')).toMatchObject({ kind: '/opt/kind', kubectl: '/opt/kubectl' });
  });
});
