import { z } from 'zod';
import type { RecordingLine } from './types.ts';

/**
 * What a line must have for the verdict to read it, by its kind: a recording may be corrupt, or be made by
 * somebody else's hand. More may stand in it.
 */
const { number, string, boolean, looseObject, array } = z;
const numberOrNull = number().nullable();
const stringOrNull = string().nullable();
const common = { arm: string(), atMs: number() };
const named = looseObject({ pid: number(), name: string() });

const bin = looseObject({
  fromMs: number(),
  scheduled: number(),
  started: number(),
  ok: number(),
  diskFull: number(),
  failed: number(),
  refused: number(),
  dropped: number(),
});

const setup = looseObject({
  app: looseObject({
    mode: string(),
    retention: numberOrNull,
    stages: number(),
    dataset: number(),
  }),
  memory: number().positive(),
  scratch: looseObject({ medium: string(), sizeLimit: numberOrNull }),
  load: looseObject({ rate: number(), body: numberOrNull, for: number(), ramp: number() }),
});

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
  disk: looseObject({
    directory: string(),
    fileSystem: string(),
    device: string(),
    writeBytesPerSecond: number(),
  }).nullable(),
  residueCounts: boolean().optional(),
});

const check = looseObject({ name: string(), state: string(), found: string(), mend: stringOrNull });

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
});

const latency = looseObject({ p50: number(), p95: number(), p99: number(), max: number() });

/** By hand: there may be a million rows. */
const rows = z.custom<(number | null)[][]>(
  (value) => Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every(isFigure)),
);

function isFigure(value: unknown): boolean {
  return value === null || Number.isFinite(value);
}

const mount = looseObject({
  point: string(),
  usedBytes: number(),
  files: looseObject({
    count: number(),
    bytes: number(),
    largest: array(looseObject({ path: string(), bytes: number() })),
  }).nullable(),
});

const processHolding = named.extend({
  anonBytes: number(),
  fileBytes: number(),
  shmemBytes: number(),
  pageTableBytes: number(),
  threads: number(),
  stackBytes: numberOrNull,
  userMs: number(),
  systemMs: number(),
});

const schemas: Record<RecordingLine['kind'], z.ZodType> = {
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
  }),
  'host-oom': looseObject({ kills: number(), kernelLines: array(string()).nullable() }),
  scenario: looseObject({ name: string(), title: string(), story: string(), file: string() }),
  arm: looseObject({
    arm: string(),
    scenario: string(),
    name: string(),
    title: string(),
    setup,
    expect: expected,
    expectedAt: z.record(string(), string()).optional(),
    because: string().optional(),
    skipped: string().optional(),
  }),
  exec: looseObject({
    arm: string(),
    argv: array(string()),
    limitBytes: number().positive(),
    scratch: looseObject({ medium: string(), directory: string() }).nullable(),
    timeoutMs: numberOrNull,
    heapSource: stringOrNull,
    cgroup: string(),
  }),
  'arm-started': looseObject(common),
  'arm-ended': looseObject({ ...common, reason: string() }),
  samples: looseObject({ arm: string(), level: string(), rows }),
  container: looseObject({ ...common, level: string(), state: string(), oomKills: number() }),
  evidence: looseObject({ ...common, what: string(), command: string(), output: string() }),
  node: looseObject({ ...common, memAvailable: number() }),
  sampler: looseObject({
    arm: string(),
    intervalMs: number(),
    ticks: number(),
    missedTicks: number(),
    longestGapMs: number(),
    cpuMs: number(),
    wallMs: number(),
  }),
  'life-started': looseObject({ ...common, life: number(), pid: number(), cgroup: string() }),
  'life-ready': looseObject({ ...common, life: number() }),
  'life-ended': looseObject({
    ...common,
    life: number(),
    exitCode: numberOrNull,
    signal: stringOrNull,
    reason: stringOrNull,
    stopped: boolean(),
    oomKills: number(),
    oomKillsFrom: string(),
    peakBytes: numberOrNull.optional(),
    pod: looseObject({ usage: number(), shmem: number() }),
    scratch: looseObject({ files: number(), bytes: number(), fileSystem: string() }).nullable(),
    lastLines: array(string()),
  }),
  heap: looseObject({
    ...common,
    heapUsed: number(),
    external: numberOrNull,
    threadStacks: numberOrNull.optional(),
  }),
  load: looseObject({ arm: string(), binMs: number().positive(), bins: array(bin) }),
  'load-ended': looseObject({ ...common, unfinished: number(), latencyMs: latency.nullable() }),
  'run-ended': looseObject({
    atMs: number(),
    interrupted: stringOrNull,
    failure: stringOrNull,
    exitCode: number().int().min(0).max(255).nullable(),
  }),
  holders: looseObject({
    ...common,
    when: string(),
    charged: looseObject({ usage: number(), shmem: number(), anon: number(), kernel: number() }),
    mounts: array(mount),
    processes: array(processHolding),
    deletedFiles: array(looseObject({ path: string(), bytes: number(), on: string(), pid: number() })),
    sysvBytes: number(),
    unixSocketBytes: numberOrNull,
  }),
  'kernel-log': looseObject({
    ...common,
    lines: array(string()),
    unreadable: stringOrNull,
    pidsComparable: boolean(),
  }),
  'left-behind': looseObject({ ...common, processes: array(named) }),
};

/** A line of a recording, or null where it is none that can be read. */
export function asLine(value: unknown): RecordingLine | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (typeof value.kind !== 'string' || !Object.hasOwn(schemas, value.kind)) return null;
  return schemas[value.kind as RecordingLine['kind']].safeParse(value).success
    ? (value as RecordingLine)
    : null;
}
