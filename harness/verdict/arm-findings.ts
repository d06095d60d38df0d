/** The findings on one arm. Times are ms since its load began, sizes bytes; null means unknown. */
import * as z from 'zod';
import { string, object, number, boolean, array } from 'zod';
import { cause, outcome } from '../scenario/schema.ts';
import { runtime } from '../recording/evidence-lines.ts';
import { metricFindings } from './metric-findings.ts';

export const doubtKind = z.enum([
  'load-not-delivered',
  'load-in-a-burst',
  'load-refused',
  'load-never-began',
  'script-failed',
  'limit-never-met',
  'still-growing',
  'too-few-kills',
  'heap-unknown',
  'cause-unknown',
  'other-arm',
  'paused',
  'sampled-too-late',
  'not-sampled',
  'cut-short',
  'host-oom',
]);
export type DoubtKind = z.output<typeof doubtKind>;

export const doubt = object({ kind: doubtKind, advice: string().describe('What helps.') });
export type Doubt = z.output<typeof doubt>;

export const heapShare = object({
  bytes: number().nullable().describe('By the heap figures; null where nobody told any.'),
  openBytes: number().describe(
    'In processes of a managed runtime whose heap figure is not known: heap or native is open.',
  ),
  unseenBytes: number().describe('Came after the last figure, and may be heap, too.'),
  holder: object({ pid: number(), name: string(), runtime: runtime.nullable() })
    .nullable()
    .describe(
      'Who holds the most of what is open, or of what has a figure; null where no managed runtime holds any.',
    ),
}).describe('What of the anonymous memory is the heap of a managed runtime, as far as is known.');
export type HeapShare = z.output<typeof heapShare>;

export const evidence = object({
  what: string(),
  value: z.union([number(), string()]),
  from: string(),
}).describe('A number and where it came from: a file and field, a figure of the load, or of the app.');
export type Evidence = z.output<typeof evidence>;

export const lifeEnd = z
  .enum(['oom-killed', 'oom-killed-at-start', 'child-oom-killed', 'exited', 'killed', 'evicted', 'stopped'])
  .describe('How a life ended. `oom-killed-at-start`: before it was up, as when residue fills the limit.');
export type LifeEnd = z.output<typeof lifeEnd>;

export const lifeFindings = object({
  startedMs: number().describe(
    "Since the arm's start, which is when its load began: the first life starts before.",
  ),
  readyMs: number().nullable(),
  servedMs: number().describe('The load that it took: its answered requests over the rate, in ms.'),
  brokenOffMs: number().describe(
    'The load that its end cut off: its requests without an answer over the rate, in ms. More than a few were more than it could serve at once.',
  ),
  endedMs: number().nullable(),
  ended: lifeEnd.nullable().describe('Null where the recording does not tell.'),
  exitCode: number().nullable(),
  signal: string().nullable(),
  reason: string().nullable().describe("The platform's own word for it; racy, and no evidence."),
  residueBytes: number().nullable().describe('What the pod still held after the end.'),
});
export type LifeFindings = z.output<typeof lifeFindings>;

export const heapState = z.enum(['flat', 'growing', 'unknown']);
export type HeapState = z.output<typeof heapState>;

export const heapFindings = object({
  state: heapState,
  reason: string().nullable().describe('Why it is unknown.'),
  slopeBytesPerSecond: number().nullable(),
  growthBytes: number().nullable().describe('Slope times the time that was looked at.'),
  boundBytes: number().describe('Growth from this on counts as growing.'),
  medianBytes: number().nullable(),
  samples: number(),
});
export type HeapFindings = z.output<typeof heapFindings>;

export const composition = object({
  atMs: number(),
  usageBytes: number(),
  anonBytes: number(),
  tmpfsBytes: number().describe('Files on a tmpfs; all shmem where nobody told them apart.'),
  sharedBytes: number().describe(
    'memfd, System V and anonymous shared memory: shmem that is no file on a tmpfs mount.',
  ),
  dirtyBytes: number(),
  lockedBytes: number(),
  cleanCacheBytes: number(),
  socketBytes: number(),
  kernelBytes: number(),
  unreclaimableBytes: number(),
}).describe('Bytes by class at one moment, and how much of each cannot be reclaimed, or only slowly.');
export type Composition = z.output<typeof composition>;

export const expectation = object({
  name: string(),
  met: boolean(),
  conclusive: boolean().describe(
    'False where the measurement does not tell: then it is neither met nor refuted.',
  ),
  expected: string(),
  actual: string(),
  evidence: array(evidence),
  where: string()
    .nullable()
    .describe('Where the scenario says so, as `file:line:col`; null where that was not recorded.'),
});
export type Expectation = z.output<typeof expectation>;

export const loadFindings = object({
  scheduled: number(),
  started: number(),
  ok: number(),
  failed: number(),
  refused: number(),
  dropped: number(),
  diskFull: number(),
  delivered: number().describe('Answered in full, as a share of what was scheduled.'),
  deliveredLate: number().describe(
    'The same of the second half of the load: a full cache takes the first of it in any case.',
  ),
  burst: number()
    .nullable()
    .describe(
      'The most that was answered within one retention until the first OOM kill, as a multiple of what falls due in it: over 1 where a load that was held up came all at once. Null where nothing is kept for a time.',
    ),
  storedBytes: number().nullable().describe('Bytes of the uploads that were answered.'),
  latencyMs: object({ p50: number(), p95: number(), p99: number(), max: number() }).nullable(),
});
export type LoadFindings = z.output<typeof loadFindings>;

export const armFindings = object({
  name: string(),
  title: string(),
  outcome: outcome,
  reason: string().describe(
    'Why the outcome is what it is; for `inconclusive`, what could not be trusted; for `skipped`, why.',
  ),
  doubt: doubt
    .nullable()
    .describe('What of its measurement does not tell, and what helps; null where all of it tells.'),
  because: string()
    .nullable()
    .describe('Why just this is expected on this host; null where it is expected everywhere.'),
  retriedFor: string()
    .nullable()
    .describe(
      "What the first try's measurement did not tell, where it ran once more; null where once was enough.",
    ),
  cause: cause.nullable().describe('Null where nothing was killed and nothing stalled.'),
  causeReason: string().nullable(),
  heap: heapState,
  heapDetail: heapFindings,
  limitBytes: number(),
  peakBytes: number().nullable(),
  limitEvents: number().nullable().describe('Charges that met the limit, since the load began.'),
  oomKills: number(),
  killedAfterMs: number().nullable(),
  durationMs: number()
    .nullable()
    .describe('From the start of its load to its end; null where the recording does not tell.'),
  predictedKillMs: number()
    .nullable()
    .describe('When memory-backed uploads were to fill the limit; null where they were not to.'),
  lives: array(lifeFindings),
  restarts: number(),
  composition: composition
    .nullable()
    .describe('At the last sample before the first kill; without a kill, at the most unreclaimable moment.'),
  before: composition.nullable().describe('When the load began.'),
  scratchFiles: number().nullable(),
  load: loadFindings,
  metrics: array(metricFindings),
  sampler: object({ missedTicks: number(), longestGapMs: number(), coreShare: number() }).nullable(),
  setup: object({
    retentionMs: number().nullable(),
    medium: string(),
    mode: string(),
    bodyBytes: number().nullable(),
    ratePerSecond: number(),
    heldBytesPerSecond: number()
      .nullable()
      .describe(
        'What uploads write to files that are kept for the retention time; null where they write none.',
      ),
  }).describe('The setup in short, for the reader.'),
  evidence: array(evidence),
  expectations: array(expectation),
});
export type ArmFindings = z.output<typeof armFindings>;
