import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { ExecScratch } from '../../recording/exec-line.ts';
import type { HostFacts } from '../../recording/types.ts';
import type { Cause, Outcome } from '../../scenario/schema.ts';
import type { HeapShare } from '../attribution.ts';
import type { HeldBy } from './held-by.ts';
import type { HostFiles } from './host-files.ts';
import type { Composition, Evidence, HeapFindings } from '../types.ts';

/** The result of `exec`. Times are ms from the command's start, sizes bytes; null is what is not known. */
export interface ExecFindings {
  /** Of results; recordings have one of their own. */
  schemaVersion: 1;
  /** Of the tool that recorded the command. */
  version: string;
  /** The version of the tool that judged it. */
  judgedBy: string;
  /** The version of the thresholds that it was judged by. Absent in results of 0.1.0. */
  thresholdsVersion: number;
  argv: string[];
  outcome: Outcome;
  /** Why the outcome is what it is; for `inconclusive`, what could not be trusted. */
  outcomeReason: string;
  /** What filled the limit; null where nothing was killed and nothing stalled. */
  cause: Cause | null;
  causeReason: string | null;
  runnerUp: { class: string; bytes: number } | null;
  heap: HeapFindings['state'];
  heapDetail: HeapFindings;
  /** Where heap figures come from: `auto`, `none`, `node`, `jvm` or a URL; null in recordings that had none. */
  heapSource: string | null;
  /** What of the anonymous memory is heap, at the moment of the composition. */
  heapShare: HeapShare | null;
  /** Of the command; null where a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  limitBytes: number;
  /** The limit that was met where it was not that one, but that of a cgroup which the command made; else null. */
  metLimit: MetLimit | null;
  peakBytes: number | null;
  oomKills: number;
  killedAfterMs: number | null;
  durationMs: number | null;
  /** Charges that met the limit. */
  limitEvents: number | null;
  /** At the kill; without one, when the most could not be reclaimed. */
  composition: Composition | null;
  /** Where the composition stands: the kernel's own table, or the last sample before. */
  compositionFrom: string | null;
  /** What each class of the composition grew by since the command began. */
  growth: Record<string, number> | null;
  kernelLog: KernelFindings;
  /** Who held what filled the limit; null where nothing was killed and nothing stalled. Absent in results of 0.1.0. */
  heldBy: HeldBy | null;
  /** The last that was known while it lived. */
  holders: Omit<HoldersLine, 'kind' | 'arm'> | null;
  /** What outlived the main process. */
  holdersAfter: Omit<HoldersLine, 'kind' | 'arm'> | null;
  /** Files on memory-backed mounts of the host that it left or changed; null where there are none. */
  hostFiles: HostFiles | null;
  /** Size of its own /dev/shm; null where it had none. */
  shmBytes: number | null;
  /** Its own tmpfs mounts (/dev/shm, scratch) that were seen full. */
  fullMounts: { point: string; sizeBytes: number }[];
  /** Processes that were still there when the main process had ended, and were killed. */
  leftBehind: { pid: number; name: string }[];
  scratch: ExecScratch[];
  timedOut: boolean;
  interrupted: string | null;
  failure: string | null;
  sampler: { missedTicks: number; longestGapMs: number; cpuMs: number; coreShare: number } | null;
  host: HostFacts | null;
  evidence: Evidence[];
  /** The tool's own. */
  toolExitCode: number;
}

/** Null is what is not known: the cgroup is gone, and the kernel's log does not tell. */
export interface MetLimit {
  /** Path below the command's own cgroup. */
  cgroup: string | null;
  limitBytes: number | null;
}

export interface KernelFindings {
  victims: { pid: number; name: string }[];
  constraint: string | null;
  limitedCgroup: string | null;
  victimCgroup: string | null;
  /** Why there are none: nothing was killed, or the log could not be read, or does not hold them. */
  missing: string | null;
  lines: string[];
}
