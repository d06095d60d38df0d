import { describe, expect, it } from 'vitest';
import { objectsOfImage } from '../../../../harness/platforms/kubernetes/own/image-app.ts';
import type { ImageApp } from '../../../../harness/scenario/app-schema.ts';
import { setupSchema } from '../../../../harness/scenario/schema.ts';
import type { Arm } from '../../../../harness/scenario/types.ts';
import { podSpecOf } from './objects-of-shop.ts';

function objects(app: object, scratch: object = { medium: 'none' }) {
  const written = {
    app: { image: 'shop:1', port: 80, ...app },
    scratch,
    memory: '64Mi',
    load: { none: '5s' },
  };
  const setup = setupSchema.parse(written);
  const arm = { setup, locate: () => 'scenario.yaml:2:3' } as unknown as Arm;
  return objectsOfImage(arm, setup.app as ImageApp);
}

describe('an app by an image, in a pod', () => {
  it('has what the scenario says of it', () => {
    const [made] = objects({ args: ['serve'], env: { A: 1 }, user: '1000:100', readOnly: true });
    expect(podSpecOf(made ?? {}).containers[0]).toMatchObject({
      image: 'shop:1',
      args: ['serve'],
      env: [{ name: 'A', value: '1' }],
      securityContext: { runAsUser: 1000, runAsGroup: 100, readOnlyRootFilesystem: true },
    });
  });

  it.each([
    ['memory', { emptyDir: { medium: 'Memory' } }],
    ['disk', { emptyDir: {} }],
    ['pvc', { persistentVolumeClaim: { claimName: 'scratch' } }],
  ])('has its volume of medium %s where the app sees it', (medium, source) => {
    const spec = podSpecOf(objects({}, { medium, at: '/data' }).at(-1) ?? {});
    expect(spec.volumes).toEqual([{ name: 'scratch', ...source }]);
    expect(spec.containers[0]).toMatchObject({ volumeMounts: [{ name: 'scratch', mountPath: '/data' }] });
  });

  it('finds its services by their names', () => {
    const all = objects({ services: { db: { image: 'postgres:15', port: 5432 } } });
    expect(all.map(({ kind, metadata }) => [kind, metadata])).toEqual([
      ['Deployment', { name: 'app' }],
      ['Deployment', { name: 'db' }],
      ['Service', { name: 'db' }],
    ]);
  });

  it('is refused with a user by name, which a pod does not know', () => {
    expect(() => objects({ user: 'www-data' })).toThrow(/^scenario.yaml:2:3: app.user: .*number/);
  });
});
