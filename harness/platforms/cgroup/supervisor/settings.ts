import type { User } from '../../../process/step-down.ts';

/** A volume: where its files are, and what backs it. */
export type ScratchSettings =
  /** `alsoAt` also shows it in another folder, in the pod only. */
  | { medium: 'memory'; directory: string; sizeBytes: number; alsoAt?: string }
  | { medium: 'disk'; directory: string; slowed?: SlowedDisk };

/** Write speed, and how it is enforced: `loop` is a disk of its own, in a file; see slow-disk.ts. */
export type SlowedDisk =
  | { by: 'loop'; bytesPerSecond: number; image: string }
  | { by: 'io.max'; bytesPerSecond: number; device: string; podCgroup: string };

/** The supervisor's settings, as JSON in its first argument. */
export interface SupervisorSettings {
  arm: string;
  cgroupVersion: 1 | 2;
  /** Folder of the pod's cgroup, to be made in the run's. */
  podCgroup: string;
  limitBytes: number;
  scratch: ScratchSettings;
  /** Size of the pod's own /dev/shm; null if its volume is there. */
  shmBytes: number | null;
  /** The user of the app and of its volume; null is root. */
  user: User | null;
  app: { argv: string[]; env: Record<string, string>; url: string };
}

/** What the harness says to the supervisor, one word per line on stdin. The end of stdin means `stop`. */
export type SupervisorCommand = 'start' | 'stop';

/** What the supervisor says apart from lines of the recording. */
export interface SupervisorNotice {
  kind: 'supervisor';
  /**
   * `pod`: cgroup and volume exist. `failed`: they can't be made, and why. With `exec` only, `cgroup`: that exists,
   * and the rest follows; `over`: the command has ended and everything is reported.
   */
  state: 'cgroup' | 'pod' | 'failed' | 'over';
  message: string;
}
