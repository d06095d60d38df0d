import * as z from 'zod';
import {
  parseAtLeast,
  parseBound,
  parseBytes,
  parseDuration,
  parsePace,
  parseRate,
  parseTimes,
  type Amount,
  type Times,
} from './units.ts';

/** A string or number that `parse` turns into a number within bounds; `means` describes it in messages. */
function measure(parse: (text: string) => number | null, means: string, min: number, max: number) {
  return value(parse, means, (parsed) => parsed >= min && parsed <= max);
}

/** A string or number that `parse` turns into a value that `fits`; `means` describes it in messages. */
function value<T>(parse: (text: string) => T | null, means: string, fits: (parsed: T) => boolean) {
  const raw = z.union([z.string(), z.number()], { error: `must be ${means}` }).describe(means);
  return raw.transform((given, context) => {
    const parsed = parse(String(given));
    if (parsed !== null && fits(parsed)) return parsed;
    const problem = parsed === null ? `must be ${means}` : `is out of range: must be ${means}`;
    context.addIssue({ code: 'custom', message: `${problem}, not ${JSON.stringify(given)}`, input: given });
    return z.NEVER;
  });
}

export const mebibyte = 2 ** 20;
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
/** The arm goes on until one more kill than these could have happened. */
const kills = value(
  parseTimes,
  'a number such as 0, or an upper bound such as "<=1", up to 100',
  ({ most }) => most <= 100,
);
const isAmount = (amount: Amount) => 'share' in amount || amount.bytes <= 2 ** 40;
const budget = value(
  (given) => parseBound('<=', given),
  'an upper bound such as "<=64Mi" or "<=25%" (of the limit)',
  isAmount,
);
const headroom = value(
  (given) => parseBound('>=', given),
  'a lower bound such as ">=25%" (of the limit) or ">=32Mi"',
  isAmount,
);
const growth = value(parsePace, 'an upper bound such as "<=1Mi/min", up to 1Ti/s', (pace) => pace <= 2 ** 40);
export const text = z.string().trim().min(1, 'must not be empty');

/** The form of sizes, times and rates: strings, as in scenarios, or numbers, as in recordings. */
export interface Units {
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
  kills: z.ZodType<Times>;
  budget: z.ZodType<Amount>;
  headroom: z.ZodType<Amount>;
  /** Bytes per second. */
  growth: Measure;
}
type Measure = z.ZodType<number>;

const never = z.literal('never').transform(() => null);
export const written: Units = {
  object: z.strictObject as typeof z.object,
  size,
  bodySize,
  duration,
  ramp,
  rate,
  speed,
  atLeast,
  restarts,
  kills,
  budget,
  headroom,
  growth,
  retention: z.union([never, duration]),
};
const number = z.number();
const amount = z.union([z.object({ bytes: number }), z.object({ share: number })]);
export const recorded: Units = {
  object: z.object,
  size: number.positive(),
  bodySize: number,
  duration: number,
  ramp: number,
  rate: number.positive(),
  speed: number,
  atLeast: number,
  restarts: number,
  kills: z.object({ least: number, most: number }),
  budget: amount,
  headroom: amount,
  growth: number,
  retention: number.nullable(),
};
