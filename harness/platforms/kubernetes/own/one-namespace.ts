import { scenarioFailure } from '../../../scenario/problems.ts';
import type { Manifest } from '../kustomize.ts';
import { kindOf, metadataOf, nameOf } from './objects.ts';

/** The API groups whose kinds every cluster has. A kind of another one takes a definition that the run can't install. */
const knownGroups = new Set([
  '',
  'apps',
  'autoscaling',
  'batch',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
]);

/** Kinds of these groups that belong to the whole cluster, not to a namespace. */
const clusterWide = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'IngressClass',
  'IPAddress',
  'Namespace',
  'Node',
  'PersistentVolume',
  'ServiceCIDR',
]);

/**
 * Objects as they stand in one namespace, and in words those that can't. Throws a usage Failure for two of the same
 * kind and name, and for what is no object.
 */
export function inOneNamespace(read: Manifest[], where: string): { objects: Manifest[]; leftOut: string[] } {
  const all = read.flatMap((object) =>
    kindOf(object).endsWith('List') && Array.isArray(object['items'])
      ? (object['items'] as Manifest[])
      : [object],
  );
  const leftOut: string[] = [];
  const names = new Set<string>();
  const objects = all.flatMap((object) => {
    const why = whyLeftOut(object);
    if (why !== null) {
      leftOut.push(`${nameOf(object)} is left out: ${why}`);
      return [];
    }
    const id = `${nameOf(object)} ${groupOf(object)}`;
    if (names.has(id))
      throw scenarioFailure([
        `${where}: ${nameOf(object)} is there twice; an arm has one namespace for all objects`,
      ]);
    names.add(id);
    const { namespace: _moved, ...metadata } = metadataOf(object);
    return [{ ...object, metadata }];
  });
  return { objects, leftOut };
}

function whyLeftOut(object: Manifest): string | null {
  const kind = kindOf(object);
  if (kind === 'Namespace') return 'each arm has a namespace of its own';
  if (kind === 'HorizontalPodAutoscaler') return 'one pod is measured';
  if (!knownGroups.has(groupOf(object)))
    return `its API group ${groupOf(object)} is not part of every cluster`;
  return clusterWide.has(kind) ? 'it belongs to the whole cluster' : null;
}

function groupOf(object: Manifest): string {
  const [group = '', version] = String(object['apiVersion']).split('/');
  return version === undefined ? '' : group;
}
