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
}).describe("Null is unknown: the cgroup is gone, and the kernel's log does not say.");
export type MetLimit = z.output<typeof metLimit>;

export const kernelFindings = object({
  victims: array(object({ pid: number(), name: string() })),
  constraint: string().nullable(),
  limitedCgroup: string().nullable(),
  victimCgroup: string().nullable(),
  missing: string()
    .nullable()
    .describe('Why there are none: nothing was killed, the log could not be read, or it has no such lines.'),
  lines: array(string()),
});
export type KernelFindings = z.output<typeof kernelFindings>;

export const execFindings = object({
  schemaVersion: literal(1).describe('Version of this format; recordings have their own.'),
  version: string().describe('Version of the tool that recorded the command.'),
  judgedBy: string().describe('Version of the tool that judged it.'),
  thresholdsVersion: number().describe(
    'Version of the thresholds of the verdict. Absent in results of 0.1.0.',
  ),
  argv: array(string()),
  outcome: outcome,
  outcomeReason: string().describe(
    'The reason for the outcome; for `inconclusive`, what could not be trusted.',
  ),
  cause: cause.nullable().describe('What filled the limit; null if nothing was killed and nothing stalled.'),
  causeReason: string().nullable(),
  runnerUp: object({ class: string(), bytes: number() }).nullable(),
  heap: heapState,
  heapDetail: heapFindings,
  heapSource: string()
    .nullable()
    .describe('Source of the heap figures: `auto`, `none`, `node`, `jvm` or a URL; null in old recordings.'),
  heapShare: heapShare
    .nullable()
    .describe('How much of the anonymous memory is heap, at the moment of the composition.'),
  exitCode: number().nullable().describe("The command's; null if a signal ended it."),
  signal: string().nullable(),
  limitBytes: number(),
  metLimit: metLimit
    .nullable()
    .describe(
      'The limit that was met, if it belongs to a cgroup that the command made; null if it was `limitBytes`.',
    ),
  peakBytes: number().nullable(),
  oomKills: number(),
  killedAfterMs: number().nullable(),
  durationMs: number().nullable(),
  limitEvents: number().nullable().describe('How often memory met the limit.'),
  composition: composition
    .nullable()
    .describe('At the kill; without one, when the least could be reclaimed.'),
  compositionFrom: string()
    .nullable()
    .describe("Source of the composition: the kernel's own table, or the last sample before."),
  growth: record(string(), number())
    .nullable()
    .describe('Growth of each class of the composition since the command began.'),
  kernelLog: kernelFindings,
  heldBy: heldBy
    .nullable()
    .describe(
      'Who held what filled the limit; null if nothing was killed and nothing stalled. Absent in results of 0.1.0.',
    ),
  holders: holdersLine.omit({ kind: true, arm: true }).nullable().describe('The last known while it lived.'),
  holdersAfter: holdersLine
    .omit({ kind: true, arm: true })
    .nullable()
    .describe('What outlived the main process.'),
  hostFiles: hostFiles
    .nullable()
    .describe('Files that it left or changed on memory-backed mounts of the host; null if there are none.'),
  shmBytes: number().nullable().describe('Size of its own /dev/shm; null if it had none.'),
  fullMounts: array(object({ point: string(), sizeBytes: number() })).describe(
    'Its own tmpfs mounts (/dev/shm, scratch) that were full at some time.',
  ),
  leftBehind: array(object({ pid: number(), name: string() })).describe(
    'Processes that were still running when the main process had ended, and were killed.',
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
  toolExitCode: number().describe('The exit code of the tool itself.'),
}).describe(
  "The result of `exec`. Times are in ms from the command's start, sizes in bytes; null is unknown.",
);
export type ExecFindings = z.output<typeof execFindings>;
