import { array, boolean, looseObject, number, string } from 'zod';
import type { Asked } from '../run-lines.ts';
import type { ExecLine, ExecScratch } from '../exec-line.ts';
import { numberOrNull, stringOrNull, type Fields } from './fields.ts';

const scratch = looseObject({ medium: string(), directory: string() } satisfies Fields<ExecScratch>);

export const execSchemas = {
  exec: looseObject({
    arm: string(),
    argv: array(string()),
    limitBytes: number().positive(),
    /** Version 0.1.0 wrote one, or null. */
    scratch: array(scratch).or(scratch.nullable().transform((one) => (one === null ? [] : [one]))),
    shmBytes: numberOrNull.optional(),
    timeoutMs: numberOrNull,
    heapSource: stringOrNull,
    cgroup: string(),
    asked: looseObject({
      sudo: boolean(),
      bin: stringOrNull,
      command: string().optional(),
      args: array(string()),
    } satisfies Fields<Asked>).optional(),
  } satisfies Fields<ExecLine>),
};
