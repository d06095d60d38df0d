import * as z from 'zod';
import { literal, string, number, array, object, record, boolean } from 'zod';
import { holdersLine } from '../../recording/evidence-lines.ts';
import { execScratch } from '../../recording/exec-line.ts';
import { hostFacts } from '../../recording/run-lines.ts';
import { cause, outcome } from '../../scenario/schema.ts';
import { heldBy, hostFiles } from './held-by-findings.ts';
import { composition, evidence, heapFindings, heapShare, heapState } from '../arm-findings.ts';

export const metLimit = object({
  cgroup: string().nullable().describe("Path below the command's own cgroup."),
  limitBytes: number().nullable(),
}).describe("Null is what is not known: the cgroup is gone, and the kernel's log does not tell.");
export type MetLimit = z.output<typeof metLimit>;

export const kernelFindings = object({
  victims: array(object({ pid: number(), name: string() })),
  constraint: string().nullable(),
  limitedCgroup: string().nullable(),
  victimCgroup: string().nullable(),
  missing: string()
    .nullable()
    .describe('Why there are none: nothing was killed, or the log could not be read, or does not hold them.'),
  lines: array(string()),
});
export type KernelFindings = z.output<typeof kernelFindings>;

export const execFindings = object({
  schemaVersion: literal(1).describe('Of results; recordings have one of their own.'),
  version: string().describe('Of the tool that recorded the command.'),
  judgedBy: string().describe('The version of the tool that judged it.'),
  thresholdsVersion: number().describe(
    'The version of the thresholds that it was judged by. Absent in results of 0.1.0.',
  ),
  argv: array(string()),
  outcome: outcome,
  outcomeReason: string().describe(
    'Why the outcome is what it is; for `inconclusive`, what could not be trusted.',
  ),
  cause: cause
    .nullable()
    .describe('What filled the limit; null where nothing was killed and nothing stalled.'),
  causeReason: string().nullable(),
  runnerUp: object({ class: string(), bytes: number() }).nullable(),
  heap: heapState,
  heapDetail: heapFindings,
  heapSource: string()
    .nullable()
    .describe(
      'Where heap figures come from: `auto`, `none`, `node`, `jvm` or a URL; null in recordings that had none.',
    ),
  heapShare: heapShare
    .nullable()
    .describe('What of the anonymous memory is heap, at the moment of the composition.'),
  exitCode: number().nullable().describe('Of the command; null where a signal ended it.'),
  signal: string().nullable(),
  limitBytes: number(),
  metLimit: metLimit
    .nullable()
    .describe(
      'The limit that was met where it was not that one, but that of a cgroup which the command made; else null.',
    ),
  peakBytes: number().nullable(),
  oomKills: number(),
  killedAfterMs: number().nullable(),
  durationMs: number().nullable(),
  limitEvents: number().nullable().describe('Charges that met the limit.'),
  composition: composition
    .nullable()
    .describe('At the kill; without one, when the most could not be reclaimed.'),
  compositionFrom: string()
    .nullable()
    .describe("Where the composition stands: the kernel's own table, or the last sample before."),
  growth: record(string(), number())
    .nullable()
    .describe('What each class of the composition grew by since the command began.'),
  kernelLog: kernelFindings,
  heldBy: heldBy
    .nullable()
    .describe(
      'Who held what filled the limit; null where nothing was killed and nothing stalled. Absent in results of 0.1.0.',
    ),
  holders: holdersLine
    .omit({ kind: true, arm: true })
    .nullable()
    .describe('The last that was known while it lived.'),
  holdersAfter: holdersLine
    .omit({ kind: true, arm: true })
    .nullable()
    .describe('What outlived the main process.'),
  hostFiles: hostFiles
    .nullable()
    .describe(
      'Files on memory-backed mounts of the host that it left or changed; null where there are none.',
    ),
  shmBytes: number().nullable().describe('Size of its own /dev/shm; null where it had none.'),
  fullMounts: array(object({ point: string(), sizeBytes: number() })).describe(
    'Its own tmpfs mounts (/dev/shm, scratch) that were seen full.',
  ),
  leftBehind: array(object({ pid: number(), name: string() })).describe(
    'Processes that were still there when the main process had ended, and were killed.',
  ),
  scratch: array(execScratch),
  timedOut: boolean(),
  interrupted: string().nullable(),
  failure: string().nullable(),
  sampler: object({
    missedTicks: number(),
    longestGapMs: number(),
    cpuMs: number(),
    coreShare: number(),
  }).nullable(),
  host: hostFacts.nullable(),
  evidence: array(evidence),
  toolExitCode: number().describe("The tool's own."),
}).describe(
  "The result of `exec`. Times are ms from the command's start, sizes bytes; null is what is not known.",
);
export type ExecFindings = z.output<typeof execFindings>;
