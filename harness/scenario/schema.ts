import * as z from 'zod';
import { modes } from './modes.ts';
import { parseAtLeast, parseBytes, parseDuration, parseRate } from './units.ts';

/** A string or number that `parse` turns into a number within bounds; `means` describes it in messages. */
function measure(parse: (text: string) => number | null, means: string, min: number, max: number) {
  const raw = z.union([z.string(), z.number()], { error: `must be ${means}` }).describe(means);
  return raw.transform((value, context) => {
    const parsed = parse(String(value));
    if (parsed !== null && parsed >= min && parsed <= max) return parsed;
    const problem = parsed === null ? `must be ${means}` : `is out of range: must be ${means}`;
    context.addIssue({ code: 'custom', message: `${problem}, not ${JSON.stringify(value)}`, input: value });
    return z.NEVER;
  });
}

const mebibyte = 2 ** 20;
const size = measure(parseBytes, 'a size such as 160Mi, from 1Mi to 1Ti', mebibyte, 2 ** 40);
const bodySize = measure(parseBytes, 'a size such as 256Ki, from 1 to 64Mi', 1, 64 * mebibyte);
const duration = measure(parseDuration, 'a time such as 8s or 500ms, up to 60m', 1, 3_600_000);
const ramp = measure(parseDuration, 'a time such as 0s or 500ms, up to 60m', 0, 3_600_000);
const rate = measure(parseRate, 'a rate such as 200/s, from 1/m to 10000/s', 1 / 60, 10_000);
const speed = measure(
  (text) => (text.endsWith('/s') ? parseBytes(text.slice(0, -2)) : null),
  'a speed such as 2Mi/s, from 64Ki/s to 1Gi/s',
  64 * 1024,
  2 ** 30,
);
const atLeast = measure(parseAtLeast, 'a lower bound such as ">=2"', 0, 1e9);
/** The load continues until they can have happened, up to five minutes each. */
const restarts = measure(parseAtLeast, 'a lower bound such as ">=2", up to 100', 0, 100);
const text = z.string().trim().min(1, 'must not be empty');

/** The form of sizes, times and rates: strings, as in scenarios, or numbers, as in recordings. */
interface Units {
  object: typeof z.object;
  size: Measure;
  bodySize: Measure;
  duration: Measure;
  retention: z.ZodType<number | null>;
  ramp: Measure;
  rate: Measure;
  speed: Measure;
  atLeast: Measure;
  restarts: Measure;
}
type Measure = z.ZodType<number>;

const never = z.literal('never').transform(() => null);
const written: Units = {
  object: z.strictObject as typeof z.object,
  size,
  bodySize,
  duration,
  ramp,
  rate,
  speed,
  atLeast,
  restarts,
  retention: z.union([never, duration]),
};
const number = z.number();
const recorded: Units = {
  object: z.object,
  size: number.positive(),
  bodySize: number,
  duration: number,
  ramp: number,
  rate: number.positive(),
  speed: number,
  atLeast: number,
  restarts: number,
  retention: number.nullable(),
};

/**
 * Source of the app's heap figure, in the words of `exec --heap`. The sample app reports it on its own page
 * (`auto`, `node`); `url` is another page, or a path of the app's, and `metric` the figure's name there.
 */
const heap = z.union(
  [
    z.enum(['auto', 'none', 'node', 'jvm']),
    z.strictObject({
      url: z.string().regex(/^(?:\/|https?:\/\/.)/, 'must be a path or a URL'),
      metric: z.string().regex(/^[a-zA-Z_:][\w:]*$/, 'must be the name of a metric'),
    }),
  ],
  { error: 'must be auto, none, node, jvm, or { url: /metrics, metric: NAME }' },
);

export const outcomes = [
  'oom-killed',
  'child-oom-killed',
  'survived',
  'exited',
  'stalled',
  'disk-full',
  'evicted',
  'inconclusive',
  'skipped',
] as const;
export const outcome = z.enum(outcomes);
export type Outcome = (typeof outcomes)[number];

export const causes = [
  'tmpfs',
  'shared-memory',
  'dirty-cache',
  'locked-cache',
  'heap',
  'native',
  'anonymous',
  'threads',
  'sockets',
  'kernel',
  'mixed',
  'unknown',
] as const;
export const cause = z.enum(causes);
export type Cause = (typeof causes)[number];

const expectedOutcome = z.enum(['oom-killed', 'survived', 'stalled', 'disk-full']);
const kernel = z.string().regex(/^\d+\.\d+$/, 'must be a kernel version such as "6.13"');

const appOf = (units: Units) =>
  units.object({
    mode: z.enum(modes),
    /** How long each upload's files, buffers or thread are kept. */
    retention: units.retention.default(60_000),
    /** How much data `read` and `mmap` serve. */
    dataset: units.size.default(256 * mebibyte),
    /** Temporary files that `temp` writes per upload. */
    stages: z.int().min(1).max(16).default(1),
    /** Stack size of each thread in `threads`. */
    stack: units.size.default(4 * mebibyte),
    /** Clients of `sockets` that never read. */
    subscribers: z.int().min(1).max(10_000).default(50),
    /** Where `log` writes. */
    logTo: z.enum(['file', 'stdout']).default('file'),
    /** Each life empties the volume first. */
    cleanAtStart: z.boolean().default(false),
  });

const scratchOf = (units: Units) =>
  units.object({
    /**
     * `memory` is a tmpfs (emptyDir medium Memory), `shm` a container's /dev/shm (a 64 MiB tmpfs); `disk` and `pvc`
     * are a file system on a disk, `container-fs` the container's writable layer.
     */
    medium: z.enum(['memory', 'shm', 'disk', 'pvc', 'container-fs']),
    sizeLimit: units.size.nullable().default(null),
    /** Limits writes to a disk of its own; null takes the disk as it is. */
    writeSpeed: units.speed.nullable().default(null),
  });

const loadOf = (units: Units) =>
  units.object({
    rate: units.rate,
    /** Present: uploads of this size. Absent: reads. */
    body: units.bodySize.nullable().default(null),
    for: units.duration,
    /** The rate grows from 0 to `rate` over this time, as in k6's ramping-arrival-rate. */
    ramp: units.ramp.default(0),
    /** Maximum of requests in flight; arrivals beyond it are dropped and counted. */
    maxVUs: z.int().min(1).max(10_000).default(200),
  });

/** The setup of an arm; the same for the baseline and, after its change, every other arm. */
const setupOf = (units: Units) =>
  units.object({
    app: appOf(units),
    memory: units.size,
    scratch: scratchOf(units),
    load: loadOf(units),
    /** Default `auto`. */
    heap: heap.exactOptional(),
  });
export const setupSchema = setupOf(written);
export const recordedSetup = setupOf(recorded);
export type Setup = z.output<typeof setupSchema>;

const expectOf = (units: Units) =>
  units.object({
    /** One, or any of several. */
    outcome: z.union([expectedOutcome, z.array(expectedOutcome).min(1)], {
      error: (issue) =>
        issue.input === undefined ? undefined : `must be ${expectedOutcome.options.join(', ')}`,
    }),
    cause: cause.optional(),
    heap: z.enum(['flat', 'growing']).optional(),
    /** `grew`: file cache (including tmpfs) grew. `at-limit`: it held usage at the limit without a kill. */
    cache: z.enum(['grew', 'at-limit']).optional(),
    /**
     * `shortening`: no later life is as long as the first or longer than the one before. `full-length`: every later
     * life is about as long as the first.
     */
    lives: z.enum(['shortening', 'full-length']).optional(),
    /** Usage stayed below this share of the limit, from 0 to 1. */
    'peak-below': z.number().gt(0).max(1).optional(),
    restarts: units.restarts.optional(),
    'limit-events': units.atLeast.optional(),
    /** The arm that must have been killed earlier than this one. */
    'later-than': text.optional(),
  });
const expectSchema = expectOf(written);
export const recordedExpect = expectOf(recorded);
export type Expect = z.output<typeof expectSchema>;

/** Hosts for which expectations differ, and why. All conditions must hold. */
const hostCaseSchema = z.strictObject({
  cgroup: z.union([z.literal(1), z.literal(2)]).optional(),
  /** MGLRU, by /sys/kernel/mm/lru_gen/enabled. */
  'lru-gen': z.enum(['on', 'off']).optional(),
  /** From this kernel on, such as "6.1". */
  'kernel-from': kernel.optional(),
  /** Before this kernel. */
  'kernel-before': kernel.optional(),
  because: text,
  expect: expectSchema,
});
export type HostCase = z.output<typeof hostCaseSchema>;

const armSchema = z.strictObject({
  title: text.optional(),
  /** Merged into the baseline, key by key, then validated. */
  change: z.record(z.string(), z.unknown()).default({}),
  expect: expectSchema,
  /** Expectations in place of `expect`; the first case that fits the host applies. */
  'expect-where': z.array(hostCaseSchema).default([]),
});

const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
/** The naming rule for scenarios and arms, in words. */
export const namedSo = 'named in a-z, 0-9 and -, up to 40';

/** Why a text can't name a scenario, which is named like its folder; else null. */
export function nameProblem(name: string): string | null {
  return namePattern.test(name) ? null : `a scenario is ${namedSo}`;
}

export const scenarioSchema = z.strictObject({
  title: text,
  story: text,
  ...setupSchema.shape,
  arms: z.record(z.string().regex(namePattern, `an arm is ${namedSo}`), armSchema),
});
export type ParsedScenario = z.output<typeof scenarioSchema>;
