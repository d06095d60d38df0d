import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../cli.ts';
import { cliInProcess } from '../in-process.ts';
import { deployment } from './objects.ts';
import { baselineOf, filesBelow } from './started-from.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const given = filesBelow(folder.path);

/** A kubectl that has some objects, by `KIND/NAME`. */
function fakeKubectl(path: string, objects: Record<string, object>): { KUBECTL_BIN: string } {
  for (const [name, object] of Object.entries(objects))
    writeFileSync(join(path, name.replace('/', '.')), JSON.stringify(object));
  const file = join(path, 'kubectl');
  const script = `#!/bin/sh
[ "$1" = get ] || exit 9
cat "${path}/$(echo "$2" | tr / .)" 2>/dev/null && exit
echo "Error from server (NotFound): $2 not found" >&2
exit 1
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return { KUBECTL_BIN: file };
}

/** An object of a cluster, made by another. */
const owned = (object: object, kind: string, name: string) => ({
  ...object,
  metadata: { name: `${name}-1`, ownerReferences: [{ kind, name, controller: true }] },
});

describe('init from something living', () => {
  const env = [
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'conf', key: 'mode' } } },
  ];
  const living = { ...deployment({ container: { env } }), status: { replicas: 1 } };
  const pod = deployment({ kind: 'Pod', container: { env, resources: { limits: { memory: '100Mi' } } } });
  const objects = {
    'pod/api-1': owned(pod, 'ReplicaSet', 'api-1'),
    'replicaset/api-1': owned(deployment({ kind: 'ReplicaSet' }), 'Deployment', 'api'),
    'deployment/api': living,
    'configmap/conf': {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'conf', uid: '1' },
      data: { mode: 'x' },
    },
  };

  it('writes what makes the pod, what it refers to, and the limit in force; secrets stay references', async () => {
    const { path, out } = given({});
    const run = await cliInProcess(['init', 'pod/api-1', '--out', out], { env: fakeKubectl(path, objects) });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(baselineOf(out)).toMatchObject({
      memory: 100 * 2 ** 20,
      app: { manifests: ['manifests.yaml'], workload: 'deployment/api' },
    });
    const manifests = readFileSync(join(out, 'manifests.yaml'), 'utf8');
    expect(manifests).toContain('mode: x');
    expect(manifests).toContain('password: not-copied');
    expect(manifests).not.toMatch(/status|uid/);
    expect(run.stdout).toContain('the values of the Secret db');
  });

  it('says what it could not read', async () => {
    const { path, out } = given({});
    const { 'configmap/conf': _, ...rest } = objects;
    const run = await cliInProcess(['init', 'deployment/api', '--out', out], {
      env: fakeKubectl(path, rest),
    });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/Not taken:[^]*configmap\/conf: .*not found/);
  });

  it('fails where it is not there', async () => {
    const { path, out } = given({});
    const run = await cliInProcess(['init', 'pod/x', '--out', out], { env: fakeKubectl(path, {}) });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(existsSync(out)).toBe(false);
  });
});
