import type { KubernetesObject } from './objects.ts';

/** Annotations that say how an object got where it is. */
const ofItsLife =
  /^(?:kubectl\.kubernetes\.io\/(?:last-applied-configuration|restartedAt)|deployment\.kubernetes\.io\/|deprecated\.|autoscaling\.alpha|pv\.kubernetes\.io\/|volume\.(?:beta\.)?kubernetes\.io\/|control-plane\.alpha|kubernetes\.io\/(?:config\.|psp)|cni\.projectcalico\.org\/|k8s\.v1\.cni)/;

/** A living object as one would write it: without what the cluster, its controllers and its node added. */
export function stripped({
  apiVersion,
  kind,
  metadata,
  spec,
  data,
  binaryData,
}: KubernetesObject): KubernetesObject {
  const { name, labels, annotations } = metadata;
  const own = Object.entries(annotations ?? {}).filter(([key]) => !ofItsLife.test(key));
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(labels ? { labels } : {}),
      ...(own.length > 0 ? { annotations: Object.fromEntries(own) } : {}),
    },
    ...(spec === undefined
      ? {}
      : { spec: kind === 'PersistentVolumeClaim' ? ofClaim(spec) : withoutPlace(spec) }),
    ...(data === undefined ? {} : { data }),
    ...(binaryData === undefined ? {} : { binaryData }),
  };
}

/** A claim that asks the same of another cluster. */
function ofClaim(spec: unknown): unknown {
  const { accessModes, resources, volumeMode } = spec as Record<string, unknown>;
  return { accessModes, resources, volumeMode };
}

/** Keys of a pod's spec that name things of its cluster: nodes, accounts, classes. */
const ofPlace = new Set([
  'nodeName',
  'nodeSelector',
  'affinity',
  'tolerations',
  'topologySpreadConstraints',
  'serviceAccount',
  'serviceAccountName',
  'imagePullSecrets',
  'priority',
  'priorityClassName',
  'preemptionPolicy',
  'schedulerName',
  'runtimeClassName',
]);

/** Names of those that an object has, wherever its pod's spec is. */
export function placesIn(value: unknown): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(placesIn))];
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.entries(value).flatMap(([key, inner]) => (ofPlace.has(key) ? [key] : placesIn(inner)));
  return [...new Set(own)];
}

const apiAccess = /^kube-api-access-/;

function withoutPlace(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isApiAccess(item)).map(withoutPlace);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !ofPlace.has(key) && key !== 'creationTimestamp')
      .map(([key, inner]) => [key, withoutPlace(inner)]),
  );
}

/** The volume that the API server adds to each pod, and its mounts. */
function isApiAccess(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'name' in item && apiAccess.test(String(item.name));
}
