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
  failed: number().describe('Answered otherwise, or broken off.'),
  refused: number().describe('Not sent, or sent in vain, because nothing listened.'),
  dropped: number().describe('Not sent because maxVUs requests were in flight.'),
}).describe('Counts of one bin of load: arrivals that fell due in it, and what became of them.');
export type LoadBin = z.output<typeof loadBin>;

export const loadLine = object({
  kind: literal('load'),
  arm: string(),
  binMs: number().positive(),
  bins: array(loadBin),
});
export type LoadLine = z.output<typeof loadLine>;

export const loadEndedLine = object({
  kind: literal('load-ended'),
  arm: string(),
  atMs: number(),
  unfinished: number().describe('Without an answer when the load ended.'),
  latencyMs: object({ p50: number(), p95: number(), p99: number(), max: number() })
    .nullable()
    .describe('Of answered requests; null where there were none.'),
  scriptErrors: array(string())
    .exactOptional()
    .describe('What k6 said of a script that threw, with file and line; absent where it did not.'),
});
export type LoadEndedLine = z.output<typeof loadEndedLine>;

export const heapLine = object({
  kind: literal('heap'),
  arm: string(),
  atMs: number(),
  tookMs: number()
    .exactOptional()
    .describe('How long reading it from outside took; absent where it was told.'),
  heapUsed: number(),
  external: number().nullable(),
  threadStacks: number()
    .nullable()
    .exactOptional()
    .describe('What the stacks of its threads hold; null or absent where it does not tell.'),
  pids: array(number())
    .exactOptional()
    .describe('The processes whose heaps these are together; absent where a metrics page tells.'),
  runtime: runtime
    .nullable()
    .exactOptional()
    .describe('Whose heap a metrics page tells, by the name of the metric.'),
}).describe("The app's own figures, from its /metrics; or what one process of a command has in its heap.");
export type HeapLine = z.output<typeof heapLine>;
