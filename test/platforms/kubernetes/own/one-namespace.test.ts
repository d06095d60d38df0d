import { describe, expect, it } from 'vitest';
import { inOneNamespace } from '../../../../harness/platforms/kubernetes/own/one-namespace.ts';
import { deployment, object } from './objects-of-shop.ts';

const within = (name: string, namespace: string) => ({
  ...deployment(name),
  metadata: { name, namespace },
});

describe('objects of one namespace', () => {
  it('lose their own', () => {
    const { objects, leftOut } = inOneNamespace([within('api', 'shop')], 'here');
    expect(objects.map(({ metadata }) => metadata)).toEqual([{ name: 'api' }]);
    expect(leftOut).toEqual([]);
  });

  it.each([
    ['v1', 'Namespace', 'an arm'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'the whole cluster'],
    ['v1', 'PersistentVolume', 'the whole cluster'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'API group apiextensions.k8s.io'],
    ['monitoring.coreos.com/v1', 'ServiceMonitor', 'API group monitoring.coreos.com'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'one pod is measured'],
  ])('are without those of %s %s, which is said', (apiVersion, kind, why) => {
    const { objects, leftOut } = inOneNamespace([object(apiVersion, kind, 'x'), deployment('api')], 'here');
    expect(objects).toHaveLength(1);
    expect(leftOut).toEqual([expect.stringContaining(`${kind.toLowerCase()}/x is left out`)]);
    expect(leftOut[0]).toContain(why === 'an arm' ? 'each arm has a namespace' : why);
  });

  it.each([
    ['rbac.authorization.k8s.io/v1', 'Role'],
    ['networking.k8s.io/v1', 'Ingress'],
    ['policy/v1', 'PodDisruptionBudget'],
  ])('keep those of %s %s', (apiVersion, kind) => {
    expect(inOneNamespace([object(apiVersion, kind, 'x')], 'here').objects).toHaveLength(1);
  });

  it('can be listed in a List', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [deployment('api'), deployment('db')] };
    expect(inOneNamespace([list], 'here').objects).toHaveLength(2);
  });

  it('are refused where two of different namespaces have one name', () => {
    const read = [within('api', 'shop'), within('api', 'test')];
    expect(() => inOneNamespace(read, 'here')).toThrow(/^here: deployment\/api is there twice/);
  });
});
