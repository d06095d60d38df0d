/** Lines of the sampler: figures of cgroups and the node, and the cost of sampling itself. */
import * as z from 'zod';
import { literal, string, array, object, number } from 'zod';
import { word } from './word.ts';
/** Validated by hand where samples are read, as there may be a million: see SampleReader. */
const sampleColumn = z.union([number().nullable(), array(number().nullable())]);

export const samplesLine = object({
  kind: literal('samples'),
  arm: string(),
  level: string(),
  columns: array(sampleColumn).describe(
    'In the order of `columns` in the `run` line; the first, the times, is always an array.',
  ),
}).describe(
  'Samples of one cgroup, of about a tenth of a second; they are closer together near the limit. `level` is `pod`, or `life-N` for a container.',
);
export type SamplesLine = z.output<typeof samplesLine>;

export const containerLine = object({
  kind: literal('container'),
  arm: string(),
  level: string().describe("Name of the cgroup's folder."),
  atMs: number(),
  state: word(['seen', 'killed', 'gone']),
  oomKills: number().describe('Kills counted in it so far.'),
}).describe(
  "A container's cgroup appeared, had a process killed in it, or disappeared, as the sampler saw it.",
);
export type ContainerLine = z.output<typeof containerLine>;

/** A notice of the sampler, without the fields that all share. */
export type Notice = Omit<ContainerLine, 'kind' | 'arm'>;

export const cgroupLimit = object({
  cgroup: string().describe('Folder of the cgroup, as the sampler sees it.'),
  limitBytes: number().nullable(),
}).describe('A memory limit; null if the cgroup has none.');
export type CgroupLimit = z.output<typeof cgroupLimit>;

export const limitsLine = object({
  kind: literal('limits'),
  arm: string(),
  level: string().describe('As in the `samples` lines.'),
  atMs: number(),
  limits: array(cgroupLimit),
}).describe(
  'The limits of a cgroup and of those above it, innermost first; the smallest is in force. Once for the pod and for each container, and again if they changed. Absent in recordings of 0.1.0.',
);
export type LimitsLine = z.output<typeof limitsLine>;

/** Limits from the sampler, without the fields that all share. */
export type LimitsNotice = Omit<LimitsLine, 'kind' | 'arm'>;

export const nodeLine = object({
  kind: literal('node'),
  arm: string(),
  atMs: number(),
  memAvailable: number(),
}).describe('What is still available on the whole node, in bytes (MemAvailable), ten times a second.');
export type NodeLine = z.output<typeof nodeLine>;

export const pace = object({
  finestMs: number().describe('Shortest time between two looks.'),
  longestMs: number().describe('Longest time between two looks.'),
  fillBytesPerMs: number().describe('The fastest that memory can be charged to one cgroup of the host.'),
}).describe(
  'How often the sampler looks: as soon as the limit could be met, if memory filled as fast as the host can fill it.',
);
export type Pace = z.output<typeof pace>;

export const samplerLine = object({
  kind: literal('sampler'),
  arm: string(),
  intervalMs: number().describe('Its shortest interval.'),
  pace: pace
    .exactOptional()
    .describe('The rule that applied; absent in recordings of 0.1.0, where it looked every `intervalMs`.'),
  ticks: number(),
  missedTicks: number(),
  longestGapMs: number().describe(
    '`intervalMs` plus the longest delay of a look: the longest gap, if looks were due that far apart.',
  ),
  cpuMs: number(),
  wallMs: number(),
}).describe('How well the sampler kept up. A tick is missed if a look comes after the next one was due.');
export type SamplerLine = z.output<typeof samplerLine>;
