/** Lines on the load, and on what the loaded app reports about itself. */
import * as z from 'zod';
import { number, object, literal, string, array } from 'zod';
import { runtime } from './evidence-lines.ts';

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
