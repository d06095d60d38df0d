/** Lines on the load, and on what the loaded app reports about itself. */
import * as z from 'zod';
import { number, object, literal, string, array } from 'zod';
import { runtime } from './evidence-lines.ts';
import { word } from './word.ts';

export const loadBin = object({
  fromMs: number().describe('Since the load began.'),
  scheduled: number(),
  started: number().describe('Requests that were sent in this bin.'),
  ok: number().describe('Answered 2xx in this bin.'),
  diskFull: number().describe('Answered 507 in this bin: the volume is full.'),
  failed: number().describe('Answered with another status, or broken off.'),
  refused: number().describe('Not sent, or refused, because nothing listened.'),
  dropped: number().describe('Not sent because maxVUs requests were in flight.'),
}).describe('Counts of one bin of load: requests due in it, and what became of them.');
export type LoadBin = z.output<typeof loadBin>;

export const loadLine = object({
  kind: literal('load'),
  arm: string(),
  binMs: number().positive(),
  bins: array(loadBin),
});

export const loadEndedLine = object({
  kind: literal('load-ended'),
  arm: string(),
  atMs: number(),
  unfinished: number().describe('Requests without an answer when the load ended.'),
  latencyMs: object({ p50: number(), p95: number(), p99: number(), max: number() })
    .nullable()
    .describe('Of answered requests; null if there were none.'),
  scriptErrors: array(string())
    .exactOptional()
    .describe('What k6 said about a script that threw, with file and line; absent if none did.'),
});
export type LoadEndedLine = z.output<typeof loadEndedLine>;

export const loadCommandLine = object({
  kind: literal('load-command'),
  arm: string(),
  atMs: number(),
  exitCode: number().nullable().describe('Null if a signal ended it, or we did.'),
  signal: string().nullable().describe('The signal that ended it, if it was not ours.'),
  endedBy: word(['time', 'arm'])
    .nullable()
    .describe('Why it was ended: its time was up, or the arm was over; null if it ended by itself.'),
  lastLines: array(string()).describe('Its last lines of output.'),
  log: string().describe("Where its output is, in the run's folder."),
}).describe('The end of the command that was the load.');
export type LoadCommandLine = z.output<typeof loadCommandLine>;

export const loadLogLine = object({
  kind: literal('load-log'),
  arm: string(),
  atMs: number(),
  line: string(),
}).describe('The first line of output that shows that the load worked, as `delivered` has it.');
export type LoadLogLine = z.output<typeof loadLogLine>;

export const loadMetricLine = object({
  kind: literal('load-metric'),
  arm: string(),
  atMs: number(),
  page: string(),
  before: number().nullable().describe('Before the load; null if the page did not show it.'),
  after: number().nullable().describe('After it, likewise.'),
}).describe('The figure on a page of the app that must have grown, as `delivered` has it.');
export type LoadMetricLine = z.output<typeof loadMetricLine>;

export const heapLine = object({
  kind: literal('heap'),
  arm: string(),
  atMs: number(),
  tookMs: number()
    .exactOptional()
    .describe('How long it took to read from outside; absent if the app reported it.'),
  heapUsed: number(),
  external: number().nullable(),
  threadStacks: number()
    .nullable()
    .exactOptional()
    .describe('What the stacks of its threads hold; null or absent if it does not say.'),
  pids: array(number())
    .exactOptional()
    .describe('The processes whose heaps this is the sum of; absent if it comes from a metrics page.'),
  runtime: runtime
    .nullable()
    .exactOptional()
    .describe('The runtime whose heap a metrics page shows, by the name of the metric.'),
}).describe("Heap figures: the app's own, from its /metrics, or those of a command's processes.");
export type HeapLine = z.output<typeof heapLine>;
