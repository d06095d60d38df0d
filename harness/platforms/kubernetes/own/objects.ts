import type { Manifest } from '../kustomize.ts';

/** What a run reads and changes of a pod's specification; the rest stays as it is. */
export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes?: { name: string; emptyDir?: object }[];
  nodeSelector?: Record<string, string>;
  affinity?: { nodeAffinity?: object };
  priorityClassName?: string;
  [key: string]: unknown;
}

export interface Container {
  name: string;
  image?: string;
  imagePullPolicy?: string;
  ports?: { hostPort?: number }[];
  resources?: { requests?: Record<string, string | number>; limits?: Record<string, string | number> };
  [key: string]: unknown;
}

export interface Metadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
}

/** Its metadata, which every object has that was read from the user's files. */
export function metadataOf(object: Manifest): Metadata {
  return object['metadata'] as Metadata;
}

export function kindOf(object: Manifest): string {
  return String(object['kind']);
}

/** Names an object as its users do: `deployment/api`. */
export function nameOf(object: Manifest): string {
  return `${kindOf(object).toLowerCase()}/${metadataOf(object).name}`;
}

/** The pod template of a workload, or a pod itself; null for everything else. */
export function podOf(object: Manifest): { metadata?: Partial<Metadata>; spec: PodSpec } | null {
  const kind = kindOf(object);
  const spec = object['spec'] as Record<string, unknown> | undefined;
  const pod =
    kind === 'Pod'
      ? object
      : kind === 'CronJob'
        ? (spec?.['jobTemplate'] as { spec?: { template?: unknown } } | undefined)?.spec?.template
        : spec?.['template'];
  return hasContainers(pod) ? (pod as { metadata?: Partial<Metadata>; spec: PodSpec }) : null;
}

/** All containers of a pod, those that run first included. */
export function containersOf({ containers, initContainers = [] }: PodSpec): Container[] {
  return [...initContainers, ...containers];
}

function hasContainers(pod: unknown): boolean {
  const { spec } = (pod ?? {}) as { spec?: { containers?: unknown } };
  return Array.isArray(spec?.containers);
}
