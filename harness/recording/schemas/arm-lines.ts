import * as z from 'zod';
import { array, looseObject, number, record, string } from 'zod';
import type { Expect, Setup } from '../../scenario/schema.ts';
import type { ArmEndedLine, ArmLine, ArmStartedLine } from '../arm-lines.ts';
import { armAndTime, numberOrNull, type Fields } from './fields.ts';

const setup = looseObject({
  app: looseObject({
    mode: string(),
    retention: numberOrNull,
    stages: number(),
    dataset: number(),
  } satisfies Fields<Setup['app']>),
  memory: number().positive(),
  scratch: looseObject({ medium: string(), sizeLimit: numberOrNull } satisfies Fields<Setup['scratch']>),
  load: looseObject({ rate: number(), body: numberOrNull, for: number(), ramp: number() } satisfies Fields<
    Setup['load']
  >),
} satisfies Fields<Setup>);

const expected = looseObject({
  outcome: z.union([string(), array(string())]),
  cause: string().optional(),
  heap: string().optional(),
  cache: string().optional(),
  lives: string().optional(),
  'peak-below': number().optional(),
  restarts: number().optional(),
  'limit-events': number().optional(),
  'later-than': string().optional(),
} satisfies Fields<Expect>);

export const armSchemas = {
  arm: looseObject({
    arm: string(),
    scenario: string(),
    name: string(),
    title: string(),
    setup,
    expect: expected,
    expectedAt: record(string(), string()).optional(),
    because: string().optional(),
    skipped: string().optional(),
    retriedFor: string().optional(),
  } satisfies Fields<ArmLine>),
  'arm-started': looseObject(armAndTime satisfies Fields<ArmStartedLine>),
  'arm-ended': looseObject({ ...armAndTime, reason: string() } satisfies Fields<ArmEndedLine>),
};
