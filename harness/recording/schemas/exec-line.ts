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
    scratch: array(scratch),
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
