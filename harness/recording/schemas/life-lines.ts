import { array, boolean, looseObject, number, string } from 'zod';
import type { LifeEndedLine, LifeReadyLine, LifeStartedLine, Scratch } from '../life-lines.ts';
import { armAndTime, numberOrNull, stringOrNull, type Fields } from './fields.ts';

const ofLife = { ...armAndTime, life: number() };

export const lifeSchemas = {
  'life-started': looseObject({
    ...ofLife,
    pid: number(),
    cgroup: string(),
  } satisfies Fields<LifeStartedLine>),
  'life-ready': looseObject(ofLife satisfies Fields<LifeReadyLine>),
  'life-ended': looseObject({
    ...ofLife,
    exitCode: numberOrNull,
    signal: stringOrNull,
    reason: stringOrNull,
    stopped: boolean(),
    oomKills: number(),
    oomKillsFrom: string(),
    peakBytes: numberOrNull.optional(),
    pod: looseObject({ usage: number(), shmem: number() } satisfies Fields<LifeEndedLine['pod']>),
    scratch: looseObject({
      files: number(),
      bytes: number(),
      fileSystem: string(),
    } satisfies Fields<Scratch>).nullable(),
    lastLines: array(string()),
  } satisfies Fields<LifeEndedLine>),
};
