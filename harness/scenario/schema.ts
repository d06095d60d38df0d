import { z } from 'zod';
import { parseAtLeast, parseBytes, parseDuration, parseRate } from './units.ts';

/** A string or number that `parse` turns into a number within bounds; the message tells what is meant. */
function measure(parse: (text: string) => number | null, means: string, min: number, max: number) {
  return z.union([z.string(), z.number()], { error: `must be ${means}` }).transform((value, context) => {
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
const atLeast = measure(parseAtLeast, 'a lower bound such as ">=2"', 0, 1e9);
const text = z.string().trim().min(1, 'must not be empty');

const app = z.strictObject({
  mode: z.enum(['spool', 'read', 'leak']),
  /** How long `spool` keeps an upload. */
  retention: z.union([z.literal('never').transform(() => null), duration]).default(60_000),
  /** How much `read` serves. */
  dataset: size.default(256 * mebibyte),
});

const scratch = z.strictObject({
  /** `memory` is a tmpfs (emptyDir medium Memory); `disk` and `pvc` are a file system on a disk. */
  medium: z.enum(['memory', 'disk', 'pvc']),
  sizeLimit: size.nullable().default(null),
});

const load = z.strictObject({
  rate,
  /** Present: uploads of this size. Absent: reads. */
  body: bodySize.nullable().default(null),
  for: duration,
  /** The rate grows from 0 to `rate` over this time, as in k6's ramping-arrival-rate. */
  ramp: ramp.default(0),
  /** Requests in flight at most; an arrival beyond it is dropped and counted. */
  maxVUs: z.int().min(1).max(10_000).default(200),
});

/** What an arm runs with; the same for the baseline and, after its change, for every other arm. */
export const setupSchema = z.strictObject({ app, memory: size, scratch, load });
export type Setup = z.output<typeof setupSchema>;

export const outcomes = [
  'oom-killed',
  'child-oom-killed',
  'survived',
  'exited',
  'stalled',
  'disk-full',
  'evicted',
  'inconclusive',
] as const;
export type Outcome = (typeof outcomes)[number];

export const causes = [
  'tmpfs',
  'shared-memory',
  'dirty-cache',
  'locked-cache',
  'heap',
  'native',
  'threads',
  'sockets',
  'kernel',
  'mixed',
  'unknown',
] as const;
export type Cause = (typeof causes)[number];

const expectSchema = z.strictObject({
  outcome: z.enum(['oom-killed', 'survived', 'stalled', 'disk-full']),
  cause: z.enum(causes).optional(),
  heap: z.enum(['flat', 'growing']).optional(),
  /** `grew`: file cache (tmpfs included) grew. `at-limit`: it held usage at the limit, and no one died. */
  cache: z.enum(['grew', 'at-limit']).optional(),
  /** `shortening`: no life after the first is as long as the first, nor longer than the one before. */
  lives: z.enum(['shortening']).optional(),
  restarts: atLeast.optional(),
  'limit-events': atLeast.optional(),
  /** The arm that must have been killed earlier than this one. */
  'later-than': text.optional(),
});
export type Expect = z.output<typeof expectSchema>;

const armSchema = z.strictObject({
  title: text.optional(),
  /** Merged into the baseline, key by key; checked once merged. */
  change: z.record(z.string(), z.unknown()).default({}),
  expect: expectSchema,
});

export const scenarioSchema = z.strictObject({
  title: text,
  story: text,
  app,
  memory: size,
  scratch,
  load,
  arms: z.record(
    z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'an arm is named in a-z, 0-9 and -, up to 40'),
    armSchema,
  ),
});
export type ParsedScenario = z.output<typeof scenarioSchema>;
