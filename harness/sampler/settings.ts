/** What the sampler is told, as JSON in its first argument. */
export interface SamplerSettings {
  arm: string;
  /** Folder of the pod's memory cgroup. */
  pod: string;
  cgroupVersion: 1 | 2;
  intervalMs: number;
  /** The pod's limit: near it, nothing is left out. */
  limitBytes: number;
  /** The cgroup is that of a container: waits for it, and again after each of its ends. */
  follows?: boolean;
}
