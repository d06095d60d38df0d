/** What the sampler is told, as JSON in its first argument. */
export interface SamplerSettings {
  arm: string;
  /** Folder of the pod's memory cgroup, or how to find it once it is there. */
  pod: string | { below: string; uid: string };
  cgroupVersion: 1 | 2;
  /** The finest that it looks at; far from the limit it looks less often. */
  intervalMs: number;
  /** The pod's limit: near it, nothing is left out. */
  limitBytes: number;
  /** The cgroup is that of a container: waits for it, and again after each of its ends. */
  follows?: boolean;
  /** Set where it may run by another clock: it then answers `clock` on stdin, and waits for `start`. */
  remote?: boolean;
}

/** What the sampler answers to `clock`: its own CLOCK_MONOTONIC, and which boot of which kernel that is. */
export interface ClockNotice {
  kind: 'clock';
  atMs: number;
  bootId: string;
}
