import type { Readiness } from '../../readiness.ts';
import type { User } from '../../../process/step-down.ts';

/** A volume: where its files are, and what backs it. `alsoAt` also shows it in another folder, in the pod only. */
export type ScratchSettings =
  | { medium: 'memory'; directory: string; sizeBytes: number; alsoAt?: string }
  | { medium: 'disk'; directory: string; alsoAt?: string; slowed?: SlowedDisk };

/** Write speed, and how it is enforced: `loop` is a disk of its own, in a file; see slow-disk.ts. */
export type SlowedDisk =
  | { by: 'loop'; bytesPerSecond: number; image: string }
  | { by: 'io.max'; bytesPerSecond: number; device: string; podCgroup: string };

/** How its app is started, and when it is ready. */
export interface AppSettings extends Readiness {
  argv: string[];
  env: NodeJS.ProcessEnv;
  /** The folder it starts in; by default the supervisor's. */
  cwd?: string;
  /** Where it listens on loopback, if it does. */
  port: number;
  /** The exit code with which its work is done, so that it is not started again. */
  doneWith?: number;
  /** A regular expression: the first line of its output that matches is recorded. */
  soughtLine?: string;
}

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
  app: AppSettings;
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
