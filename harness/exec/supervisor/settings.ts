import type { SignalName } from '../../process/signals.ts';
import type { ExecScratch } from '../../recording/exec-line.ts';
import type { ReadableRuntime } from '../../heap/watch.ts';

/** What the supervisor of a command is told, as JSON in the first line of its stdin. */
export interface ExecSettings {
  arm: string;
  cgroupVersion: 1 | 2;
  /** Folder of the cgroup, to be made. */
  cgroup: string;
  limitBytes: number;
  scratch: ExecScratch[];
  /** Size of the command's own /dev/shm; null where its scratch is there. */
  shmBytes: number | null;
  /** The runtimes whose heaps are read from outside. */
  heapOf: ReadableRuntime[];
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  /** It goes on when the terminal is gone. */
  ignoresHangup: boolean;
}

/**
 * What the harness says to the supervisor of a command, a word a line: `SIGINT` passes that on, and `stop` ends it,
 * with a signal that the harness got or with SIGTERM. The end of stdin says `stop SIGTERM`.
 */
export type ExecWord = 'start' | 'SIGINT' | 'stop' | `stop ${SignalName}`;

/** The command's stdin, stdout and stderr, as descriptors of the supervisor. */
export const commandStdio: [number, number, number] = [3, 4, 5];
