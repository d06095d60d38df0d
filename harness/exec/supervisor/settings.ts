import type { SignalName } from '../../process/signals.ts';
import type { ExecScratch } from '../../recording/exec-line.ts';
import type { ReadableRuntime } from '../../heap/watch.ts';

/** The supervisor's settings, as JSON in the first line of its stdin. */
export interface ExecSettings {
  arm: string;
  cgroupVersion: 1 | 2;
  /** Folder of the cgroup to make. */
  cgroup: string;
  limitBytes: number;
  scratch: ExecScratch[];
  /** Size of the command's own /dev/shm; null if a scratch takes its place. */
  shmBytes: number | null;
  /** The runtimes whose heaps are read from outside. */
  heapOf: ReadableRuntime[];
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  /** Keep going when the terminal is gone. */
  ignoresHangup: boolean;
}

/**
 * What the harness says to the supervisor, one word per line: `SIGINT` is forwarded to the command; `stop` ends it,
 * with the signal that the harness got or SIGTERM. The end of stdin means `stop SIGTERM`.
 */
export type ExecWord = 'start' | 'SIGINT' | 'stop' | `stop ${SignalName}`;

/** The command's stdin, stdout and stderr, as the supervisor's descriptors. */
export const commandStdio: [number, number, number] = [3, 4, 5];
