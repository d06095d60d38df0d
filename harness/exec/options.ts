import type { Asked } from '../recording/run-lines.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';

/** The environment of a command, and what is wanted of it. */
export interface ExecOptions {
  limitBytes: number;
  scratch?: ScratchOption[] | undefined;
  /** Size of its own /dev/shm; by default that of a pod, 64 MiB. */
  shmBytes?: number | undefined;
  /** Ends the command after this time. */
  timeoutMs?: number | undefined;
  /** Where the heap figure comes from; default `auto`. */
  heap?: HeapChoice | undefined;
  /** A Prometheus text page with the heap figure; the part after `#` names the metric. */
  heapUrl?: string | undefined;
  /** Folder for recording and result; by default a new one under `repro-out/exec`. */
  out?: string | undefined;
  /** Also writes report.html; the default with `out`. */
  page?: boolean | undefined;
  /** How to ask for this again, for its reports. */
  asked?: Asked;
}

/** `auto`, `jvm`: read from outside; `node`: reported by each Node process itself. */
export const heapChoices = ['auto', 'none', 'node', 'jvm'] as const;
export type HeapChoice = (typeof heapChoices)[number];

/**
 * `memory` mounts a tmpfs over a folder, by default half the host's memory in size; `disk` checks that it is on
 * one.
 */
export type ScratchOption =
  { medium: 'memory'; directory: string; sizeBytes: number | null } | { medium: 'disk'; directory: string };

/** What a command's run reports as it goes. */
export interface ExecObserver {
  /** Something to know before the command starts. */
  say: (text: string) => void;
  /** The command runs: time to load what is needed afterwards. */
  started: () => unknown;
  /** The result; `folder` already has recording and result, and gets its page next. */
  judged: (findings: ExecFindings, folder: string) => void | Promise<void>;
}
