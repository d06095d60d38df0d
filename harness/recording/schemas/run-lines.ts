import * as z from 'zod';
import { array, boolean, looseObject, number, string } from 'zod';
import type {
  Asked,
  Check,
  HostFacts,
  HostOomLine,
  RunEndedLine,
  RunLine,
  ScenarioLine,
} from '../run-lines.ts';
import { numberOrNull, stringOrNull, type Fields } from './fields.ts';

const disk = looseObject({
  directory: string(),
  fileSystem: string(),
  device: string(),
  writeBytesPerSecond: number(),
} satisfies Fields<NonNullable<HostFacts['disk']>>);

const host = looseObject({
  kernel: string(),
  cgroupVersion: number(),
  lruGen: stringOrNull,
  swapBytes: numberOrNull,
  processors: number(),
  memoryBytes: number(),
  availableBytes: number(),
  node: string(),
  damon: boolean().nullable(),
  disk: disk.nullable(),
  residueCounts: boolean().optional(),
} satisfies Fields<HostFacts>);

const check = looseObject({
  name: string(),
  state: string(),
  found: string(),
  mend: stringOrNull,
} satisfies Fields<Check>);

export const runSchemas = {
  run: looseObject({
    schemaVersion: number(),
    version: string(),
    startedAt: z.iso.datetime(),
    atMs: number(),
    platform: string(),
    load: string(),
    seed: number(),
    host: host.nullable(),
    checks: array(check),
    columns: array(string()),
    asked: looseObject({
      sudo: boolean(),
      bin: stringOrNull,
      command: string().optional(),
      args: array(string()),
    } satisfies Fields<Asked>).optional(),
  } satisfies Fields<RunLine>),
  'host-oom': looseObject({
    kills: number(),
    kernelLines: array(string()).nullable(),
  } satisfies Fields<HostOomLine>),
  scenario: looseObject({
    name: string(),
    title: string(),
    story: string(),
    file: string(),
  } satisfies Fields<ScenarioLine>),
  'run-ended': looseObject({
    atMs: number(),
    interrupted: stringOrNull,
    failure: stringOrNull,
    exitCode: number().int().min(0).max(255).nullable(),
  } satisfies Fields<RunEndedLine>),
};
