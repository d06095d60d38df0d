import { array, looseObject, number, string } from 'zod';
import type { HeapLine, LoadBin, LoadEndedLine, LoadLine } from '../load-lines.ts';
import { armAndTime, numberOrNull, stringOrNull, type Fields } from './fields.ts';

const bin = looseObject({
  fromMs: number(),
  scheduled: number(),
  started: number(),
  ok: number(),
  diskFull: number(),
  failed: number(),
  refused: number(),
  dropped: number(),
} satisfies Fields<LoadBin>);

const latency = looseObject({
  p50: number(),
  p95: number(),
  p99: number(),
  max: number(),
} satisfies Fields<NonNullable<LoadEndedLine['latencyMs']>>);

export const loadSchemas = {
  load: looseObject({
    arm: string(),
    binMs: number().positive(),
    bins: array(bin),
  } satisfies Fields<LoadLine>),
  'load-ended': looseObject({
    ...armAndTime,
    unfinished: number(),
    latencyMs: latency.nullable(),
    scriptErrors: array(string()).optional(),
  } satisfies Fields<LoadEndedLine>),
  heap: looseObject({
    ...armAndTime,
    tookMs: number().optional(),
    heapUsed: number(),
    external: numberOrNull,
    threadStacks: numberOrNull.optional(),
    pids: array(number()).optional(),
    runtime: stringOrNull.optional(),
  } satisfies Fields<HeapLine>),
};
