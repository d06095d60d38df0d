import { describe, expect, it } from 'vitest';
import { podSpec } from '../../harness/init/pod-spec.ts';
import { placeholdersOf, referencesOf, withoutSecret } from '../../harness/init/secrets.ts';

const spec = podSpec.parse({
  containers: [
    {
      name: 'api',
      env: [
        { name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        { name: 'B', valueFrom: { configMapKeyRef: { name: 'conf', key: 'b' } } },
      ],
      envFrom: [{ secretRef: { name: 'all' } }],
    },
  ],
  initContainers: [
    { name: 'migrate', env: [{ name: 'C', valueFrom: { secretKeyRef: { name: 'db', key: 'user' } } }] },
  ],
  volumes: [
    { name: 'tls', projected: { sources: [{ secret: { name: 'tls', items: [{ key: 'crt' }] } }] } },
    { name: 'conf', configMap: { name: 'files' } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
  ],
});

describe('secrets', () => {
  it('are placeholders in what init writes', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      type: 'kubernetes.io/basic-auth',
      data: { password: 'aHVudGVyMg==' },
      stringData: { user: 'root' },
    };
    const written = JSON.stringify(withoutSecret(secret));
    expect(written).not.toContain('aHVudGVyMg==');
    expect(written).not.toContain('root');
    expect(withoutSecret(secret)).toMatchObject({
      type: 'Opaque',
      stringData: { password: 'not-copied', user: 'not-copied' },
    });
  });

  it('that a pod refers to get a placeholder each, with the keys that it names', () => {
    const made = placeholdersOf(referencesOf(spec)).map(({ metadata, stringData }) => [
      metadata.name,
      stringData,
    ]);
    expect(Object.fromEntries(made)).toEqual({
      db: { password: 'not-copied', user: 'not-copied' },
      all: {},
      tls: { crt: 'not-copied' },
    });
  });

  it('are found beside ConfigMaps and claims', () => {
    const { configMaps, claims } = referencesOf(spec);
    expect([[...configMaps], [...claims]]).toEqual([['conf', 'files'], ['data']]);
  });
});
