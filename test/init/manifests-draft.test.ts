import { describe, expect, it } from 'vitest';
import { draftOfManifests } from '../../harness/init/manifests-draft.ts';
import type { KubernetesObject } from '../../harness/init/objects.ts';
import type { InitRequest } from '../../harness/init/request.ts';
import { deployment } from './objects.ts';

const of = (objects: KubernetesObject[], asked: Partial<InitRequest> = {}) =>
  draftOfManifests(
    { objects, shownAs: 'k8s', paths: ['../k8s'] },
    { words: ['k8s'], out: 'x', load: {}, ...asked },
  );
const probe = (httpGet: object) => of([deployment({ container: { readinessProbe: { httpGet } } })]).app;
const sidecar = { name: 'proxy' };
const withSidecar = (annotations?: object) => {
  const object = deployment();
  const { template } = object['spec'] as { template: { spec: { containers: unknown[] }; metadata?: object } };
  template.spec.containers.push(sidecar);
  if (annotations) template.metadata = { annotations };
  return object;
};

describe('what init finds in manifests', () => {
  it('is the workload, its limit, its port, its readiness path, and its volumes in memory', () => {
    expect(of([deployment()])).toMatchObject({
      what: 'deployment/api',
      app: { manifests: ['../k8s'], workload: 'deployment/api', port: 8080, ready: '/healthz' },
      limit: { bytes: 128 * 2 ** 20 },
      volumes: [{ name: 'uploads', at: '/data', sizeBytes: null }],
      listens: true,
      ends: false,
    });
  });

  it('is a pod by itself, or a job that ends', () => {
    expect(of([deployment({ kind: 'Pod' })]).patched).toMatchObject({
      apiVersion: 'v1',
      podSpecAt: ['spec'],
    });
    expect(of([deployment({ kind: 'Job' })]).ends).toBe(true);
  });

  it('is no limit, no port and no path where there is none', () => {
    const bare = of([deployment({ container: { resources: {}, ports: [], readinessProbe: null } })]);
    expect(bare).toMatchObject({ limit: null, listens: false });
    expect(bare.app).not.toHaveProperty('ready');
    expect(bare.left.join()).toContain('--port');
  });

  it('is no readiness path of another port, or of TLS', () => {
    expect(probe({ path: '/x', port: 9000 })).not.toHaveProperty('ready');
    expect(probe({ path: '/x', port: 8080, scheme: 'HTTPS' })).not.toHaveProperty('ready');
    expect(probe({ path: '/x', port: 8080 })).toHaveProperty('ready', '/x');
  });

  it('is refused where several workloads are there, unless one is named', () => {
    const two = [deployment(), { ...deployment(), metadata: { name: 'web' } }];
    expect(() => of(two)).toThrow('k8s has 2 workloads: deployment/api, deployment/web.');
    expect(of(two, { workload: 'deployment/web' }).what).toBe('deployment/web');
    expect(() => of(two, { workload: 'deployment/db' })).toThrow('k8s has no deployment/db.');
  });

  it('is refused where several containers are there, unless one is named or is the default', () => {
    expect(() => of([withSidecar()])).toThrow('deployment/api has 2 containers: api, proxy.');
    expect(() => of([withSidecar()], { container: 'x' })).toThrow('has no container x');
    expect(of([withSidecar()], { container: 'api' }).app).toHaveProperty('container', 'api');
    const byDefault = withSidecar({ 'kubectl.kubernetes.io/default-container': 'api' });
    expect(of([byDefault]).app).toHaveProperty('container', 'api');
  });

  it('is refused where nothing makes a pod, or the pod has no container', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' } };
    expect(() => of([service])).toThrow('nothing in it makes a pod');
    expect(() => of([deployment({ pod: { containers: [] } })])).toThrow('has no pod that can be read');
  });
});
