import type { Asked } from '../recording/run-lines.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';

/** In what a command runs, and what is wanted of it. */
export interface ExecOptions {
  limitBytes: number;
  scratch?: ScratchOption[] | undefined;
  /** Size of its own /dev/shm; that of a pod, 64 MiB, unless told. */
  shmBytes?: number | undefined;
  /** It is ended after this time. */
  timeoutMs?: number | undefined;
  /** Where the heap figure comes from; `auto` unless told. */
  heap?: HeapChoice | undefined;
  /** A Prometheus text page with the heap figure; what is behind `#` names the metric. */
  heapUrl?: string | undefined;
  /** Folder for recording and result; a new one below `repro-out/exec` unless told. */
  out?: string | undefined;
  /** Writes report.html, too; with `out` it is written unless this is false. */
  page?: boolean | undefined;
  /** How to ask for it again, as its reports show it. */
  asked?: Asked;
}

/** `auto`, `jvm`: read from outside; `node`: each Node process tells it itself. */
export const heapChoices = ['auto', 'none', 'node', 'jvm'] as const;
export type HeapChoice = (typeof heapChoices)[number];

/** `memory` mounts a tmpfs over a folder, half the host's memory in size unless told; `disk` checks that it is on one. */
export type ScratchOption =
  { medium: 'memory'; directory: string; sizeBytes: number | null } | { medium: 'disk'; directory: string };

/** What a command's run tells as it goes. */
export interface ExecObserver {
  /** Something to know before the command starts. */
  say: (text: string) => void;
  /** The command runs: time to load what is needed after it. */
  started: () => unknown;
  /** What it came to: `folder` has recording and result by now, and gets its page next. */
  judged: (findings: ExecFindings, folder: string) => void | Promise<void>;
}
