import { z } from 'zod';
import type { RecordingLine } from './types.ts';

/*
 * What must be there for a line to be one of its kind. Fields that came later may be absent, and such as are
 * not known yet stand beside: a recording of another version is read as far as it goes.
 */

const number = z.number();
const text = z.string();
const of = z.looseObject;
const maybeNumber = number.nullish();
const maybeText = text.nullish();
const inArm = { arm: text, atMs: number };
const inLife = { ...inArm, life: number };

const host = of({
  kernel: text,
  cgroupVersion: z.union([z.literal(1), z.literal(2)]),
  lruGen: maybeText,
  swapBytes: maybeNumber,
  processors: number,
  memoryBytes: number,
  node: text,
  disk: of({ fileSystem: text, device: text, writeBytesPerSecond: number }).nullish(),
});

const setup = of({
  app: of({ mode: text, retention: maybeNumber }),
  memory: number.positive(),
  scratch: of({ medium: text }),
  load: of({ rate: number.positive(), body: maybeNumber, for: number, ramp: number }),
});

const bin = of({
  fromMs: number,
  scheduled: number,
  started: number,
  ok: number,
  diskFull: number,
  failed: number,
  refused: number,
  dropped: number,
});

const latency = of({ p50: number, p95: number, p99: number, max: number });

const mount = of({
  point: text,
  usedBytes: number,
  files: of({ count: number, bytes: number, largest: z.array(of({ path: text, bytes: number })) }).nullable(),
});

const processHolding = of({
  pid: number,
  name: text,
  anonBytes: number,
  fileBytes: number,
  shmemBytes: number,
  pageTableBytes: number,
  threads: number,
  stackBytes: maybeNumber,
});

const holders = of({
  ...inArm,
  when: z.enum(['start', 'alive', 'after']),
  charged: of({ usage: number, shmem: number, anon: number, kernel: number }),
  mounts: z.array(mount),
  processes: z.array(processHolding),
  deletedFiles: z.array(of({ path: text, bytes: number, on: text, pid: number })),
  sysvBytes: number,
  unixSocketBytes: maybeNumber,
  tookMs: number,
});

const lifeEnded = of({
  ...inLife,
  exitCode: maybeNumber,
  signal: maybeText,
  reason: maybeText,
  stopped: z.boolean(),
  oomKills: number,
  oomKillsFrom: text,
  pod: of({ usage: number }),
  scratch: of({ files: number, bytes: number }).nullish(),
  lastLines: z.array(text),
});

/** By the kind of line. Rows of samples are looked at where they are read, for there are many. */
export const lineSchemas = {
  run: of({
    schemaVersion: number,
    version: text,
    startedAt: text,
    atMs: number,
    platform: text,
    load: text,
    seed: number,
    host: host.nullable(),
    checks: z.array(of({ name: text, found: text })),
    columns: z.array(text),
  }),
  scenario: of({ name: text, title: text, story: text }),
  arm: of({
    arm: text,
    scenario: text,
    name: text,
    title: text,
    setup,
    expect: of({ outcome: z.union([text, z.array(text)]) }),
    because: text.optional(),
    skipped: text.optional(),
  }),
  exec: of({
    arm: text,
    argv: z.array(text),
    limitBytes: number.positive(),
    scratch: of({ medium: text, directory: text }).nullable(),
    timeoutMs: number.nullable(),
    heapSource: text.nullable(),
    cgroup: text,
  }),
  'arm-started': of(inArm),
  'arm-ended': of({ ...inArm, reason: text }),
  samples: of({ arm: text, level: text, rows: z.array(z.unknown()) }),
  container: of(inArm),
  sampler: of({ arm: text, missedTicks: number, longestGapMs: number, cpuMs: number, wallMs: number }),
  node: of({ ...inArm, memAvailable: number }),
  evidence: of({ ...inArm, what: text, command: text, output: text, exitCode: maybeNumber }),
  'life-started': of(inLife),
  'life-ready': of(inLife),
  'life-ended': lifeEnded,
  heap: of({ ...inArm, heapUsed: number }),
  load: of({ arm: text, binMs: number, bins: z.array(bin) }),
  'load-ended': of({ ...inArm, latencyMs: latency.nullable() }),
  'kernel-log': of({ ...inArm, lines: z.array(text), unreadable: text.nullable() }),
  'left-behind': of({ ...inArm, processes: z.array(of({ pid: number, name: text })) }),
  holders,
  'run-ended': of({ atMs: number, interrupted: maybeText, failure: maybeText, exitCode: maybeNumber }),
} satisfies Record<RecordingLine['kind'], z.ZodType>;
