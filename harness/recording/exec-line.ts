import type { Asked } from './run-lines.ts';

/** A command that `exec` runs; it stands where a run of scenarios has its arms. */
export interface ExecLine {
  kind: 'exec';
  /** What the other lines of the recording are kept under. */
  arm: string;
  argv: string[];
  limitBytes: number;
  /** Outer ones first. */
  scratch: ExecScratch[];
  /** Size of its own /dev/shm; null where its scratch was there, absent where it had the host's (0.1.0). */
  shmBytes?: number | null;
  timeoutMs: number | null;
  /** Where heap figures come from: `auto`, `node`, `jvm`, a metrics URL, or `none`; null in older recordings. */
  heapSource: string | null;
  /** Folder of its cgroup. */
  cgroup: string;
  /** Absent in recordings of version 0.1.0. */
  asked?: Asked;
}

/** A scratch folder that the user asked for. */
export type ExecScratch =
  { medium: 'memory'; directory: string; sizeBytes: number | null } | { medium: 'disk'; directory: string };
