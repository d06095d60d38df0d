/** The sampler's settings, as JSON in its first argument. */
export interface SamplerSettings {
  arm: string;
  /** Folder of the pod's memory cgroup, or how to find it once it exists. */
  pod: string | { below: string; uid: string };
  cgroupVersion: 1 | 2;
  /** The finest interval; far from the limit it looks less often. */
  intervalMs: number;
  /** The pod's limit: near it, nothing is left out. */
  limitBytes: number;
  /** The cgroup is a container's: waits for it, and again whenever it ends. */
  follows?: boolean;
  /** Set if its clock may differ: it then answers `clock` on stdin, and waits for `start`. */
  remote?: boolean;
}

/** The answer to `clock`: its CLOCK_MONOTONIC, and its kernel's boot id. */
export interface ClockNotice {
  kind: 'clock';
  atMs: number;
  bootId: string;
}
