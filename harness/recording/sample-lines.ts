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
    'In the order that the line on the run names; the first, the times, is always row by row.',
  ),
}).describe(
  'Samples of one cgroup, about a tenth of a second of them; they come as the limit came near, not evenly. `level` is `pod`, or `life-N` for a container.',
);
export type SamplesLine = z.output<typeof samplesLine>;

export const containerLine = object({
  kind: literal('container'),
  arm: string(),
  level: string().describe("Name of the cgroup's folder."),
  atMs: number(),
  state: word(['seen', 'killed', 'gone']),
  oomKills: number().describe('Kills counted in it so far.'),
}).describe("A container's cgroup came, had a process killed in it, or went, as the sampler saw it.");
export type ContainerLine = z.output<typeof containerLine>;

/** A notice of the sampler, without the fields that all share. */
export type Notice = Omit<ContainerLine, 'kind' | 'arm'>;

export const cgroupLimit = object({
  cgroup: string().describe('Folder of the cgroup, as the sampler sees it.'),
  limitBytes: number().nullable(),
}).describe('A limit of memory; null where the cgroup has none.');
export type CgroupLimit = z.output<typeof cgroupLimit>;

export const limitsLine = object({
  kind: literal('limits'),
  arm: string(),
  level: string().describe('As in the rows of samples.'),
  atMs: number(),
  limits: array(cgroupLimit),
}).describe(
  'The limits of a cgroup and of those above it, the innermost first: the least is the one in force. Once for the pod and once for each container, and again where they changed soon after. Absent in recordings of 0.1.0.',
);
export type LimitsLine = z.output<typeof limitsLine>;

/** Limits from the sampler, without the fields that all share. */
export type LimitsNotice = Omit<LimitsLine, 'kind' | 'arm'>;

export const nodeLine = object({
  kind: literal('node'),
  arm: string(),
  atMs: number(),
  memAvailable: number(),
}).describe('What the whole node could still give, in bytes (MemAvailable), ten times a second.');
export type NodeLine = z.output<typeof nodeLine>;

export const pace = object({
  finestMs: number().describe('Between two looks, at the least.'),
  longestMs: number().describe('And at the most.'),
  fillBytesPerMs: number().describe('The most that can be charged to one cgroup of the host.'),
}).describe(
  'How often the sampler looks: as soon as the limit could be met, were memory filled as fast as a host can.',
);
export type Pace = z.output<typeof pace>;

export const samplerLine = object({
  kind: literal('sampler'),
  arm: string(),
  intervalMs: number().describe('The finest that it looks at.'),
  pace: pace
    .exactOptional()
    .describe(
      'The rule that was in force; absent in recordings of 0.1.0, where a look was due each `intervalMs`.',
    ),
  ticks: number(),
  missedTicks: number(),
  longestGapMs: number().describe(
    'By how much the latest look was late, and `intervalMs`: of looks that are due so far apart, the longest gap.',
  ),
  cpuMs: number(),
  wallMs: number(),
}).describe(
  'What the sampler did itself. A tick is missed where a look came later than the one after it was due.',
);
export type SamplerLine = z.output<typeof samplerLine>;
