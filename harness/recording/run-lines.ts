/** Lines on the run as a whole: its host, what was run, and how it ended. */
import * as z from 'zod';
import { string, object, literal, number, boolean, array } from 'zod';
import { word } from './word.ts';
export const check = object({
  name: string(),
  state: word(['ok', 'warn', 'missing']).describe('`warn`: a run is possible, but less certain or slower.'),
  found: string().describe('What was found: a version, a size, or why it is not there.'),
  hint: string().nullable().describe('What to do about it; null if nothing is wrong.'),
}).describe('One requirement of a platform, and whether it is met.');
export type Check = z.output<typeof check>;

export const hostFacts = object({
  kernel: string(),
  cgroupVersion: z.union([literal(1), literal(2)]),
  lruGen: string().nullable().describe('/sys/kernel/mm/lru_gen/enabled; null if the kernel has no MGLRU.'),
  swapBytes: number().nullable().describe('Null if unknown, as on the host of a remote daemon.'),
  processors: number(),
  memoryBytes: number(),
  availableBytes: number(),
  node: string(),
  damon: boolean()
    .nullable()
    .describe('Whether DAMON page-out is on, which shrinks idle file cache by itself.'),
  disk: object({ directory: string(), fileSystem: string(), device: string(), writeBytesPerSecond: number() })
    .nullable()
    .describe('The disk for disk scratch; null if no arm has any.'),
  residueCounts: boolean()
    .exactOptional()
    .describe(
      'Whether the lives of an arm share a limited cgroup, so that what one leaves on a tmpfs counts against the next. Absent if they always do.',
    ),
});
export type HostFacts = z.output<typeof hostFacts>;

export const asked = object({
  sudo: boolean().describe('Whether it ran under sudo.'),
  bin: string().nullable().describe("The file that Node ran; null if npm ran it in the tool's own folder."),
  command: string()
    .exactOptional()
    .describe(
      'The command that was typed, `not-a-leak` or `npx not-a-leak`; absent if it was started otherwise.',
    ),
  args: array(string()).describe(
    'For a run: all its arguments. For a command: those that are not in its own line.',
  ),
}).describe('How a run was started, so that it can be repeated.');
export type Asked = z.output<typeof asked>;

export const runLine = object({
  kind: literal('run'),
  schemaVersion: number(),
  version: string(),
  startedAt: z.iso.datetime().describe('Wall clock, ISO 8601.'),
  atMs: number(),
  platform: string(),
  load: string(),
  seed: number().nullable().describe('Null if lost.'),
  host: hostFacts.nullable(),
  checks: array(check).describe('The requirements of the platform, as found before the run.'),
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
  kills: number().describe('All kills on this host, including those of the arms (oom_kill in /proc/vmstat).'),
  kernelLines: array(string())
    .nullable()
    .describe(
      "The kernel's lines about kills because the whole host was out of memory; null if its log can't be read.",
    ),
}).describe("The kernel's OOM killer killed something during the run, at any limit.");
export type HostOomLine = z.output<typeof hostOomLine>;

export const runEndedLine = object({
  kind: literal('run-ended'),
  atMs: number(),
  interrupted: string().nullable().describe('SIGINT or SIGTERM, if one cut the run short.'),
  failure: string().nullable().describe('The message of the failure that ended the run early.'),
  exitCode: z
    .int()
    .min(0)
    .max(255)
    .nullable()
    .describe('The exit code of a run that was cut short or failed; null if the verdict decides.'),
});
export type RunEndedLine = z.output<typeof runEndedLine>;
