import type { Manifest } from '../kustomize.ts';
import { limited } from './limit.ts';
import { containersOf, kindOf, metadataOf, nameOf, podOf, type PodSpec } from './objects.ts';
import { onOneNode } from './on-one-node.ts';
import type { Measured } from './workload.ts';

/** Marks the pod that is measured, among those of its namespace. */
export const measuredLabel = 'not-a-leak/measured';

/** Where and how an arm's objects run. */
export interface OwnPlacement {
  namespace: string;
  /** Of every object of the run, to find them again. */
  labels: Record<string, string>;
  /** The limit of the container that is measured. */
  limitBytes: number;
  /** Images that this host has, so that they need not be pulled. */
  localImages: ReadonlySet<string>;
}

/** An arm's objects, changed as a run needs them. */
export interface Shaped {
  /** All but the workload that is measured; what others need comes first. */
  others: Manifest[];
  workload: Manifest;
  /** What was changed, in sentences. */
  notes: string[];
}

/**
 * Moves objects into an arm's namespace, pins the workload to one pod with the arm's limit, and leaves the rest of
 * them as they are.
 */
export function shape(given: Manifest[], measured: Measured, placement: OwnPlacement): Shaped {
  const notes: string[] = [];
  const objects = given.map((object) => {
    const copy = placed(structuredClone(object), placement);
    const isMeasured = nameOf(copy) === measured.workload;
    if (isMeasured) notes.push(...pinned(copy), ...marked(copy, measured.container, placement));
    const pod = podOf(copy);
    if (pod) {
      pod.metadata = { ...pod.metadata, labels: { ...pod.metadata?.labels, ...placement.labels } };
      if (isMeasured) pod.metadata.labels = { ...pod.metadata.labels, [measuredLabel]: 'yes' };
      notes.push(
        ...[...onOneNode(pod.spec), ...unpulled(pod.spec, placement.localImages)].map(
          (note) => `${nameOf(copy)}: ${note}`,
        ),
      );
    }
    if (kindOf(copy) === 'Service') notes.push(...unnumbered(copy));
    return copy;
  });
  const workload = objects.find((object) => nameOf(object) === measured.workload) as Manifest;
  const others = objects.filter((object) => object !== workload);
  const inOrder = [...others.filter((object) => !podOf(object)), ...others.filter((object) => podOf(object))];
  return { others: inOrder, workload, notes };
}

function placed(object: Manifest, { namespace, labels }: OwnPlacement): Manifest {
  const metadata = metadataOf(object);
  return { ...object, metadata: { ...metadata, namespace, labels: { ...metadata.labels, ...labels } } };
}

/** One pod, and for a Job the first one: its successor would be another. */
function pinned(workload: Manifest): string[] {
  const spec = workload['spec'] as Record<string, number | undefined>;
  const pin = (key: string, value: number, normally: number) => {
    const before = spec[key] ?? normally;
    spec[key] = value;
    return before === value ? [] : [`${nameOf(workload)}: ${key} is ${value} in place of ${before}`];
  };
  const kind = kindOf(workload);
  if (kind === 'Job') {
    const isOnce = podOf(workload)?.spec['restartPolicy'] !== 'OnFailure';
    return [
      ...pin('parallelism', 1, 1),
      ...pin('completions', 1, 1),
      ...(isOnce ? pin('backoffLimit', 0, 0) : []),
    ];
  }
  return ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(kind) ? pin('replicas', 1, 1) : [];
}

function marked(workload: Manifest, container: string, { limitBytes }: OwnPlacement): string[] {
  const { spec } = podOf(workload) as { spec: PodSpec };
  const one = spec.containers.find(({ name }) => name === container);
  return one ? limited(one, limitBytes).map((note) => `${nameOf(workload)}: ${note}`) : [];
}

/** An image that is loaded must not be pulled. */
function unpulled(spec: PodSpec, localImages: ReadonlySet<string>): string[] {
  return containersOf(spec).flatMap((container) => {
    const { image = '', imagePullPolicy } = container;
    if (!localImages.has(image) || imagePullPolicy === 'Never') return [];
    container.imagePullPolicy = 'IfNotPresent';
    const isTold = imagePullPolicy === 'Always';
    return isTold ? [`${image} is this host's own; imagePullPolicy is IfNotPresent in place of Always`] : [];
  });
}

/** Two arms can't have the same port of a node. */
function unnumbered(service: Manifest): string[] {
  const spec = service['spec'] as { clusterIP?: string; ports?: { nodePort?: number }[] } | undefined;
  const ports = (spec?.ports ?? []).filter(({ nodePort }) => nodePort !== undefined);
  for (const port of ports) delete port.nodePort;
  if (spec?.clusterIP !== undefined && spec.clusterIP !== 'None') delete spec.clusterIP;
  return ports.length === 0 ? [] : [`${nameOf(service)}: its nodePort is left to the cluster`];
}
