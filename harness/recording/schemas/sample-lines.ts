import * as z from 'zod';
import { array, looseObject, number, string } from 'zod';
import type {
  CgroupLimit,
  ContainerLine,
  LimitsLine,
  NodeLine,
  Pace,
  SamplerLine,
  SamplesLine,
} from '../sample-lines.ts';
import { armAndTime, numberOrNull, type Fields } from './fields.ts';

const column = z.union([numberOrNull, array(numberOrNull)]);

export const sampleSchemas = {
  samples: looseObject({
    arm: string(),
    level: string(),
    columns: array(column),
  } satisfies Fields<SamplesLine>),
  container: looseObject({
    ...armAndTime,
    level: string(),
    state: string(),
    oomKills: number(),
  } satisfies Fields<ContainerLine>),
  limits: looseObject({
    ...armAndTime,
    level: string(),
    limits: array(looseObject({ cgroup: string(), limitBytes: numberOrNull } satisfies Fields<CgroupLimit>)),
  } satisfies Fields<LimitsLine>),
  node: looseObject({ ...armAndTime, memAvailable: number() } satisfies Fields<NodeLine>),
  sampler: looseObject({
    arm: string(),
    intervalMs: number(),
    pace: looseObject({
      finestMs: number(),
      longestMs: number(),
      fillBytesPerMs: number(),
    } satisfies Fields<Pace>).optional(),
    ticks: number(),
    missedTicks: number(),
    longestGapMs: number(),
    cpuMs: number(),
    wallMs: number(),
  } satisfies Fields<SamplerLine>),
};
