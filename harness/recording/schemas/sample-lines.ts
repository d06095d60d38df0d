import * as z from 'zod';
import { looseObject, number, string } from 'zod';
import type { ContainerLine, NodeLine, SamplerLine, SamplesLine } from '../sample-lines.ts';
import { armAndTime, type Fields } from './fields.ts';

/** By hand: there may be a million rows. */
const rows = z.custom<(number | null)[][]>(
  (value) => Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every(isFigure)),
);

function isFigure(value: unknown): boolean {
  return value === null || Number.isFinite(value);
}

export const sampleSchemas = {
  samples: looseObject({ arm: string(), level: string(), rows } satisfies Fields<SamplesLine>),
  container: looseObject({
    ...armAndTime,
    level: string(),
    state: string(),
    oomKills: number(),
  } satisfies Fields<ContainerLine>),
  node: looseObject({ ...armAndTime, memAvailable: number() } satisfies Fields<NodeLine>),
  sampler: looseObject({
    arm: string(),
    intervalMs: number(),
    ticks: number(),
    missedTicks: number(),
    longestGapMs: number(),
    cpuMs: number(),
    wallMs: number(),
  } satisfies Fields<SamplerLine>),
};
