import type { User } from '../../../process/step-down.ts';

/** A volume: where its files are, and what is below. */
export type ScratchSettings =
  /** `alsoAt` is another folder where it is to be seen, in the pod only. */
  | { medium: 'memory'; directory: string; sizeBytes: number; alsoAt?: string }
  | { medium: 'disk'; directory: string; slowed?: SlowedDisk };

/** How fast it may be written, and how that is seen to: `loop` is a disk of its own, in a file; see slow-disk.ts. */
export type SlowedDisk =
  | { by: 'loop'; bytesPerSecond: number; image: string }
  | { by: 'io.max'; bytesPerSecond: number; device: string; podCgroup: string };

/** What the supervisor is told, as JSON in its first argument. */
export interface SupervisorSettings {
  arm: string;
  cgroupVersion: 1 | 2;
  /** Folder of the pod's cgroup, to be made in that of the run. */
  podCgroup: string;
  limitBytes: number;
  scratch: ScratchSettings;
  /** Size of the pod's own /dev/shm; null where its volume is there. */
  shmBytes: number | null;
  /** Who the app is, and its volume belongs to; null is root. */
  user: User | null;
  app: { argv: string[]; env: Record<string, string>; url: string };
}

/** What the harness says to the supervisor, a word a line on stdin. The end of stdin says `stop`. */
export type SupervisorCommand = 'start' | 'stop';

/** What the supervisor says besides lines of the recording. */
export interface SupervisorNotice {
  kind: 'supervisor';
  /**
   * `pod`: the cgroup and volume are there. `failed`: they can't be made, and why. Of `exec` alone, `cgroup`: that is
   * there, and the rest follows; `over`: the command has ended, and all is told of it.
   */
  state: 'cgroup' | 'pod' | 'failed' | 'over';
  message: string;
}
