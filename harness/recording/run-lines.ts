/** Lines on the run as a whole: its host, what was run, and how it ended. */
import * as z from 'zod';
import { string, object, literal, number, boolean, array } from 'zod';
import { word } from './word.ts';
export const check = object({
  name: string(),
  state: word(['ok', 'warn', 'missing']).describe('`warn`: a run is possible, but less sure or less quick.'),
  found: string().describe('What was found: a version, a size, or why it is not there.'),
  mend: string().nullable().describe('What to do about it; null where all is well.'),
}).describe('One thing that a platform takes, and whether it is there.');
export type Check = z.output<typeof check>;

export const hostFacts = object({
  kernel: string(),
  cgroupVersion: z.union([literal(1), literal(2)]),
  lruGen: string().nullable().describe('/sys/kernel/mm/lru_gen/enabled, null where the kernel has no MGLRU.'),
  swapBytes: number().nullable().describe("Null where it is not known, as of a daemon's host far away."),
  processors: number(),
  memoryBytes: number(),
  availableBytes: number(),
  node: string(),
  damon: boolean()
    .nullable()
    .describe('Whether DAMON page-out runs, which shrinks idle file cache by itself.'),
  disk: object({ directory: string(), fileSystem: string(), device: string(), writeBytesPerSecond: number() })
    .nullable()
    .describe('The disk under the disk scratch; null where no arm has one.'),
  residueCounts: boolean()
    .exactOptional()
    .describe(
      'Whether the lives of an arm share a limited cgroup, so that what one leaves on a tmpfs counts against the next. Absent where they always do.',
    ),
});
export type HostFacts = z.output<typeof hostFacts>;

export const asked = object({
  sudo: boolean().describe('Behind sudo.'),
  bin: string()
    .nullable()
    .describe("The file that was run with Node; null where npm ran it, in the tool's own folder."),
  command: string()
    .exactOptional()
    .describe(
      'What was typed where a name on PATH ran it: `not-a-leak`, `npx not-a-leak`; absent where none did.',
    ),
  args: array(string()).describe(
    'Of a run: its arguments, in full. Of a command: those that its own line does not tell.',
  ),
}).describe('How a run was asked for, for whoever wants it again.');
export type Asked = z.output<typeof asked>;

export const runLine = object({
  kind: literal('run'),
  schemaVersion: number(),
  version: string(),
  startedAt: z.iso.datetime().describe('Wall clock, ISO 8601.'),
  atMs: number(),
  platform: string(),
  load: string(),
  seed: number().nullable().describe('Null where it is lost.'),
  host: hostFacts.nullable(),
  checks: array(check).describe('What the platform takes, as it was found before the run.'),
  columns: array(string()).readonly(),
  asked: asked.exactOptional().describe('Absent in recordings of version 0.1.0.'),
});
export type RunLine = z.output<typeof runLine>;

export const scenarioLine = object({
  kind: literal('scenario'),
  name: string(),
  title: string(),
  story: string(),
  file: string(),
});
export type ScenarioLine = z.output<typeof scenarioLine>;

export const hostOomLine = object({
  kind: literal('host-oom'),
  atMs: number(),
  kills: number().describe('All kills on this host, those of the arms with them (/proc/vmstat: oom_kill).'),
  kernelLines: array(string())
    .nullable()
    .describe(
      "The kernel's lines on those for want of memory on the whole host; null where its log can't be read.",
    ),
}).describe('The kernel killed for want of memory during the run, at whatever limit.');
export type HostOomLine = z.output<typeof hostOomLine>;

export const runEndedLine = object({
  kind: literal('run-ended'),
  atMs: number(),
  interrupted: string().nullable().describe('SIGINT or SIGTERM where one cut the run short.'),
  failure: string().nullable().describe('The message of the failure that ended the run early.'),
  exitCode: z
    .int()
    .min(0)
    .max(255)
    .nullable()
    .describe('The exit code of a run that was cut short or failed; null leaves it to the verdict.'),
});
export type RunEndedLine = z.output<typeof runEndedLine>;
