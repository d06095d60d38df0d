/** The findings on one arm. Times are ms since its load began, sizes bytes; null means unknown. */
import * as z from 'zod';
import { string, object, number, boolean, array } from 'zod';
import { cause, outcome } from '../scenario/schema.ts';
import { runtime } from '../recording/evidence-lines.ts';
import { usedFindings } from './budgets/findings.ts';
import { doubtKind } from './doubt-kind.ts';
import { metricFindings } from './metric-findings.ts';

export type { DoubtKind } from './doubt-kind.ts';

export const doubt = object({ kind: doubtKind, advice: string().describe('What to do.') });
export type Doubt = z.output<typeof doubt>;

export const heapShare = object({
  bytes: number().nullable().describe('From the heap figures; null if there are none.'),
  openBytes: number().describe(
    'In processes of a managed runtime without a heap figure: may be heap or native.',
  ),
  unseenBytes: number().describe('Came after the last heap figure, so it may be heap too.'),
  holder: object({ pid: number(), name: string(), runtime: runtime.nullable() })
    .nullable()
    .describe(
      'Who holds most of `openBytes`, or else most of the heap; null if no managed runtime holds any.',
    ),
}).describe('How much of the anonymous memory is the heap of a managed runtime, as far as is known.');
export type HeapShare = z.output<typeof heapShare>;

export const evidence = object({
  what: string(),
  value: z.union([number(), string()]),
  from: string(),
}).describe('A number and its source: a file and field, a figure of the load, or one of the app.');
export type Evidence = z.output<typeof evidence>;

export const lifeEnd = z
  .enum(['oom-killed', 'oom-killed-at-start', 'child-oom-killed', 'exited', 'killed', 'evicted', 'stopped'])
  .describe(
    'How a life ended. `oom-killed-at-start`: before it was up, for example because residue fills the limit.',
  );
export type LifeEnd = z.output<typeof lifeEnd>;

export const lifeFindings = object({
  startedMs: number().describe('Since the load of the arm began; negative for the first life.'),
  readyMs: number().nullable(),
  servedMs: number().describe('How much load it served, in ms: answered requests divided by the rate.'),
  brokenOffMs: number().describe(
    'How much load its end cut off, in ms: unanswered requests divided by the rate. If large, more came than it could serve at once.',
  ),
  endedMs: number().nullable(),
  ended: lifeEnd.nullable().describe('Null if the recording does not say.'),
  exitCode: number().nullable(),
  signal: string().nullable(),
  reason: string()
    .nullable()
    .describe("The platform's own word for it. It can be wrong (a race), so no verdict rests on it."),
  residueBytes: number().nullable().describe('What the pod still held after the end.'),
});
export type LifeFindings = z.output<typeof lifeFindings>;

export const heapState = z.enum(['flat', 'growing', 'unknown']);

export const heapFindings = object({
  state: heapState,
  reason: string().nullable().describe('Why it is unknown.'),
  slopeBytesPerSecond: number().nullable(),
  growthBytes: number().nullable().describe('Slope times observed time.'),
  boundBytes: number().describe('Growth of at least this counts as growing.'),
  medianBytes: number().nullable(),
  samples: number(),
});
export type HeapFindings = z.output<typeof heapFindings>;

export const composition = object({
  atMs: number(),
  usageBytes: number(),
  anonBytes: number(),
  tmpfsBytes: number().describe('Files on a tmpfs; all shmem if they could not be told apart.'),
  sharedBytes: number().describe(
    'memfd, System V and anonymous shared memory: shmem that is not a file on a tmpfs mount.',
  ),
  dirtyBytes: number(),
  lockedBytes: number(),
  cleanCacheBytes: number(),
  socketBytes: number(),
  kernelBytes: number(),
  unreclaimableBytes: number(),
}).describe("Bytes by class at one moment, and how much of each can't be reclaimed, or only slowly.");
export type Composition = z.output<typeof composition>;

export const expectation = object({
  name: string(),
  met: boolean(),
  conclusive: boolean().describe(
    "False if the measurement can't decide: then it is neither met nor refuted.",
  ),
  expected: string(),
  actual: string(),
  evidence: array(evidence),
  where: string()
    .nullable()
    .describe('Where the scenario says so, as `file:line:col`; null if that was not recorded.'),
  budget: boolean().describe('Whether it says how much may be used, and not what must happen.'),
});
export type Expectation = z.output<typeof expectation>;

export const shownFindings = object({
  by: z.enum(['exit', 'log', 'metric']),
  met: boolean(),
  expected: string(),
  found: string(),
}).describe("What was to show that a load worked that can't be counted, and what was found.");
export type ShownFindings = z.output<typeof shownFindings>;

export const loadFindings = object({
  scheduled: number(),
  started: number(),
  ok: number(),
  failed: number(),
  refused: number(),
  dropped: number(),
  diskFull: number(),
  delivered: number().describe(
    'Requests answered in full, as a share of those scheduled; of another load, 1 if it is shown that it worked, else 0.',
  ),
  deliveredLate: number().describe(
    'The same for the second half of the load: the first half goes into the cache in any case.',
  ),
  burst: number()
    .nullable()
    .describe(
      'The most requests answered within one retention time before the first OOM kill, as a multiple of those due in it. Above 1, delayed load came all at once. Null if nothing is kept for a time.',
    ),
  storedBytes: number().nullable().describe('Bytes of the answered uploads.'),
  latencyMs: object({ p50: number(), p95: number(), p99: number(), max: number() }).nullable(),
  lastedMs: number()
    .nullable()
    .describe('How long it lasted; null if it never began or the recording breaks off.'),
  shown: shownFindings.nullable().describe('Null for requests, and for `none` without `delivered`.'),
});
export type LoadFindings = z.output<typeof loadFindings>;

export const fixFindings = object({
  file: string().describe("The patch, as the scenario's user would name it."),
  command: string().nullable().describe('Applies it to what runs; null if no one command does.'),
  refusal: string()
    .nullable()
    .describe("Why the cluster did not take it for the baseline's workload; null if it did, in a dry run."),
}).describe('A patch of the arm, and how to apply it.');
export type FixFindings = z.output<typeof fixFindings>;

export const armFindings = object({
  name: string(),
  title: string(),
  outcome: outcome,
  reason: string().describe(
    'The reason for the outcome; for `inconclusive`, what could not be trusted; for `skipped`, why.',
  ),
  doubt: doubt
    .nullable()
    .describe('What the measurement leaves open, and what to do about it; null if nothing.'),
  because: string()
    .nullable()
    .describe('Why this is expected on this host; null if it is expected everywhere.'),
  retriedFor: string()
    .nullable()
    .describe('What the first measurement left open, if the arm ran again; null if once was enough.'),
  cause: cause.nullable().describe('Null if nothing was killed and nothing stalled.'),
  causeReason: string().nullable(),
  heap: heapState,
  heapDetail: heapFindings,
  limitBytes: number().describe("The scenario's."),
  otherLimit: string()
    .nullable()
    .describe(
      "In words: a limit in force that was not the scenario's, as something else set it; null if there was none.",
    ),
  peakBytes: number().nullable(),
  limitEvents: number().nullable().describe('How often memory met the limit since the load began.'),
  oomKills: number(),
  killedAfterMs: number().nullable(),
  durationMs: number()
    .nullable()
    .describe('From the start of its load to its end; null if the recording does not say.'),
  predictedKillMs: number()
    .nullable()
    .describe('When memory-backed uploads were predicted to fill the limit; null if they were not.'),
  lives: array(lifeFindings),
  restarts: number(),
  composition: composition
    .nullable()
    .describe('At the last sample before the first kill; without a kill, when the least could be reclaimed.'),
  before: composition.nullable().describe('When the load began.'),
  scratchFiles: number().nullable(),
  used: usedFindings,
  load: loadFindings,
  metrics: array(metricFindings),
  sampler: object({ missedTicks: number(), longestGapMs: number(), coreShare: number() }).nullable(),
  setup: object({
    retentionMs: number().nullable(),
    medium: string(),
    mode: string().describe(
      "The sample app's mode; `command`, `image` or `manifests` for an app of one's own.",
    ),
    bodyBytes: number().nullable(),
    ratePerSecond: number().nullable().describe('Null if the load is not requests.'),
    loadCommand: array(string()).nullable().describe('The command that is the load; null if none is.'),
    loadMs: number().describe('How long the load lasts at most, or the app without one is watched.'),
    heldBytesPerSecond: number()
      .nullable()
      .describe('What uploads write to files that are kept for the retention time; null if they write none.'),
  }).describe('The setup in short.'),
  fixes: array(fixFindings).describe('Of an arm with patches, where they were tried in a cluster.'),
  evidence: array(evidence),
  expectations: array(expectation),
});
export type ArmFindings = z.output<typeof armFindings>;
