import { z } from 'zod';
import type { ExecLine, ExecScratch } from '../exec-line.ts';
import { numberOrNull, stringOrNull, type Fields } from './fields.ts';

const { array, looseObject, number, string } = z;

export const execSchemas = {
  exec: looseObject({
    arm: string(),
    argv: array(string()),
    limitBytes: number().positive(),
    scratch: looseObject({ medium: string(), directory: string() } satisfies Fields<ExecScratch>).nullable(),
    timeoutMs: numberOrNull,
    heapSource: stringOrNull,
    cgroup: string(),
  } satisfies Fields<ExecLine>),
};
