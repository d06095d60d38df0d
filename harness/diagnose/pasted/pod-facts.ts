import type { End } from '../kubernetes/pod-object.ts';

/** What a pasted page tells of a pod; null where it does not. */
export interface PodFacts {
  name: string;
  namespace: string | null;
  node: string | null;
  uid: string | null;
  /** gVisor, Kata and the like go by a class that the cluster's administrator named. */
  runtimeClass: string | null;
  /** `Evicted`, with a message of why. */
  reason: string | null;
  message: string | null;
  containers: ContainerFacts[];
  volumes: VolumeFacts[];
}

export interface ContainerFacts {
  name: string;
  /** The hexadecimal id, without the runtime's name. */
  id: string | null;
  limitBytes: number | null;
  requestBytes: number | null;
  restarts: number | null;
  /** Oldest first. */
  ends: End[];
  mounts: { path: string; volume: string }[];
}

/** An emptyDir; others say nothing of memory. */
export interface VolumeFacts {
  name: string;
  inMemory: boolean;
  sizeLimitBytes: number | null;
}

export function memoryVolumes({ volumes }: PodFacts): VolumeFacts[] {
  return volumes.filter(({ inMemory }) => inMemory);
}

/** Where a volume is mounted, in the first container that mounts it. */
export function mountPoint({ containers }: PodFacts, volume: string): string | null {
  return containers.flatMap(({ mounts }) => mounts).find((mount) => mount.volume === volume)?.path ?? null;
}
