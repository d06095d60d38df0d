/** What is found of one arm. Times are ms since its load began, sizes bytes; what is not known is null. */
import type { Cause, Outcome } from '../scenario/schema.ts';
import type { Doubt } from './doubt.ts';
import type { MetricFindings } from './metric-findings.ts';

/** A number and where it came from: a file and field, a figure of the load, or of the app. */
export interface Evidence {
  what: string;
  value: number | string;
  from: string;
}

/** How a life ended. `oom-killed-at-start`: before it was up, as when residue fills the limit. */
export type LifeEnd =
  'oom-killed' | 'oom-killed-at-start' | 'child-oom-killed' | 'exited' | 'killed' | 'evicted' | 'stopped';

export interface LifeFindings {
  /** Since the arm's start, which is when its load began: the first life starts before. */
  startedMs: number;
  readyMs: number | null;
  /** The load that it took: its answered requests over the rate, in ms. */
  servedMs: number;
  endedMs: number | null;
  /** Null where the recording does not tell. */
  ended: LifeEnd | null;
  exitCode: number | null;
  signal: string | null;
  /** The platform's own word for it; racy, and no evidence. */
  reason: string | null;
  /** What the pod still held after the end. */
  residueBytes: number | null;
}

export interface HeapFindings {
  state: 'flat' | 'growing' | 'unknown';
  /** Why it is unknown. */
  reason: string | null;
  slopeBytesPerSecond: number | null;
  /** Slope times the time that was looked at. */
  growthBytes: number | null;
  /** Growth from this on counts as growing. */
  boundBytes: number;
  medianBytes: number | null;
  samples: number;
}

/** Bytes by class at one moment, and how much of each cannot be reclaimed, or only slowly. */
export interface Composition {
  atMs: number;
  usageBytes: number;
  anonBytes: number;
  /** Files on a tmpfs; all shmem where nobody told them apart. */
  tmpfsBytes: number;
  /** memfd, System V and anonymous shared memory: shmem that is no file on a tmpfs mount. */
  sharedBytes: number;
  dirtyBytes: number;
  lockedBytes: number;
  cleanCacheBytes: number;
  socketBytes: number;
  kernelBytes: number;
  unreclaimableBytes: number;
}

export interface Expectation {
  name: string;
  met: boolean;
  /** False where the measurement does not tell: then it is neither met nor refuted. */
  conclusive: boolean;
  expected: string;
  actual: string;
  evidence: Evidence[];
  /** Where the scenario says so, as `file:line:col`; null where that was not recorded. */
  where: string | null;
}

export interface LoadFindings {
  scheduled: number;
  started: number;
  ok: number;
  failed: number;
  refused: number;
  dropped: number;
  diskFull: number;
  /** Answered in full, as a share of what was scheduled. */
  delivered: number;
  /** The same of the second half of the load: a full cache takes the first of it in any case. */
  deliveredLate: number;
  /**
   * The most that was answered within one retention until the first OOM kill, as a multiple of what falls due
   * in it: over 1 where a load that was held up came all at once. Null where nothing is kept for a time.
   */
  burst: number | null;
  /** Bytes of the uploads that were answered. */
  storedBytes: number | null;
  latencyMs: { p50: number; p95: number; p99: number; max: number } | null;
}

export interface ArmFindings {
  name: string;
  title: string;
  outcome: Outcome;
  /** Why the outcome is what it is; for `inconclusive`, what could not be trusted; for `skipped`, why. */
  reason: string;
  /** What of its measurement does not tell, and what helps; null where all of it tells. */
  doubt: Doubt | null;
  /** Why just this is expected on this host; null where it is expected everywhere. */
  because: string | null;
  /** What the first try's measurement did not tell, where it ran once more; null where once was enough. */
  retriedFor: string | null;
  /** Null where nothing was killed and nothing stalled. */
  cause: Cause | null;
  causeReason: string | null;
  heap: HeapFindings['state'];
  heapDetail: HeapFindings;
  limitBytes: number;
  peakBytes: number | null;
  /** Charges that met the limit, since the load began. */
  limitEvents: number | null;
  oomKills: number;
  killedAfterMs: number | null;
  /** From the start of its load to its end; null where the recording does not tell. */
  durationMs: number | null;
  /** When memory-backed uploads were to fill the limit; null where they were not to. */
  predictedKillMs: number | null;
  lives: LifeFindings[];
  restarts: number;
  /** At the last sample before the first kill; without a kill, at the most unreclaimable moment. */
  composition: Composition | null;
  /** When the load began. */
  before: Composition | null;
  scratchFiles: number | null;
  load: LoadFindings;
  metrics: MetricFindings[];
  sampler: { missedTicks: number; longestGapMs: number; coreShare: number } | null;
  /** The setup in short, for the reader. */
  setup: {
    retentionMs: number | null;
    medium: string;
    mode: string;
    bodyBytes: number | null;
    ratePerSecond: number;
    /** What uploads write to files that are kept for the retention time; null where they write none. */
    heldBytesPerSecond: number | null;
  };
  evidence: Evidence[];
  expectations: Expectation[];
}
