import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { keptWords, type Kept } from '../../../harness/platforms/kind/kept-words.ts';
import { loadSuite } from '../../../harness/scenario/load-suite.ts';

const arms = loadSuite(['upload-spool'], process.cwd()).flatMap((one) => one.arms);
const pods = arms
  .filter(({ name }) => name === 'pvc' || name === 'baseline')
  .toReversed()
  .map((arm) => ({
    arm,
    namespace: `n-${arm.name}`,
    url: 'http://10.0.0.1:30081',
    uid: 'u-1',
    cgroup: '/c/pod u',
  }));

const words = (change: Partial<Kept> = {}) =>
  keptWords({
    cluster: 'x',
    node: 'x-control-plane',
    own: true,
    address: '10.0.0.1',
    kubectl: 'kubectl',
    kubeconfig: "/home/o'hara/kubeconfig",
    cgroupVersion: 2,
    pods,
    clean: 'npm run -s repro -- clean --kept x',
    ...change,
  });
const commandsIn = (text: string) => text.split('\n').filter((line) => line.startsWith('      '));

describe('the words on what was kept', () => {
  it('show the arm with scratch in memory, and the namespaces of the others', () => {
    expect(words()).toContain('upload-spool/baseline is in the namespace n-baseline');
    expect(words()).toContain('upload-spool/pvc: n-pvc');
  });

  it('have each command on a line of its own, whole for a shell', () => {
    const commands = commandsIn(words());
    expect(commands).toHaveLength(9);
    for (const command of commands) expect(spawnSync('sh', ['-n', '-c', command]).status).toBe(0);
  });

  it('have no fix for what is no memory, and no volume or cgroup of a pod that never came', () => {
    const [pvc] = pods.filter(({ arm }) => arm.name === 'pvc');
    const never = { ...pvc, url: null, uid: null, cgroup: null } as Kept['pods'][number];
    expect(words({ pods: [never] })).not.toMatch(/patch|df -h|memory\.stat|--eval/);
  });

  it("apply no plain manifests in a cluster of the user's own", () => {
    expect(words({ own: false })).not.toContain('manifests');
    expect(words({ own: false })).toContain('the pods of the run in the cluster x');
  });
});
