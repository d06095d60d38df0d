import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { Failure, messageOf } from '../../errors.ts';

const bytes = z.number().min(0);

const moment = z.strictObject({
  atMs: z.number(),
  anon: bytes,
  shmem: bytes.default(0),
  cleanCache: bytes.default(0),
  dirty: bytes.default(0),
  heapUsed: bytes.nullable().default(null),
  limitEvents: z.int().min(0).default(0),
});

const script = z.strictObject({
  /** The memory curve, from before the load begins (at 0); linear between points. */
  curve: z.array(moment).min(2),
  /** When the limit ends each life. */
  kills: z.array(z.number().min(0)).default([]),
  /** A life ended by SIGKILL without a kill counted in the cgroup, as by a failed liveness probe. */
  killedFromOutside: z.boolean().default(false),
  /** Why the arm can't run here. */
  skipped: z.string().nullable().default(null),
  /** Share of requests answered. */
  answered: z.number().min(0).max(1).default(1),
  /** How the command ended that was the load; null: its time was up. */
  loadExitCode: z.int().nullable().default(0),
  /** The line that shows that the load worked, and the figure after it (before: 0); null if there is none. */
  loadLine: z.string().nullable().default(null),
  loadMetric: z.number().nullable().default(null),
  /** The sampler saw nothing for this long. */
  samplerGapMs: z.number().min(0).default(1),
});
export type Script = z.output<typeof script>;
export type Moment = Script['curve'][number];

/** One script per try of an arm; the last covers all later tries. */
const tries = z.union([script.transform((one) => [one]), z.array(script).min(1)]);

/** Reads the scripts of all arms, by arm id, from the JSON file that REPRO_SCRIPT names. */
export function readScripts(file: string | undefined, cwd: string): Record<string, Script[]> {
  if (file === undefined) {
    throw new Failure('usage', 'The scripted platform replays a file, and none is named.', {
      hint: 'Set REPRO_SCRIPT to a JSON file of memory curves, by arm.',
    });
  }
  try {
    return z.record(z.string(), tries).parse(JSON.parse(readFileSync(resolve(cwd, file), 'utf8')));
  } catch (error) {
    throw new Failure('usage', `${file}: is not a script: ${messageOf(error)}`, { cause: error });
  }
}

/** The curve at a time, linear between points. */
export function at(curve: Moment[], ms: number): Moment {
  const after = curve.findIndex(({ atMs }) => atMs >= ms);
  const to = curve.at(after) as Moment;
  const from = after <= 0 ? to : (curve[after - 1] as Moment);
  const share = to.atMs === from.atMs ? 1 : (ms - from.atMs) / (to.atMs - from.atMs);
  const between = (name: 'anon' | 'shmem' | 'cleanCache' | 'dirty' | 'limitEvents') =>
    Math.round(from[name] + (to[name] - from[name]) * share);
  const heapUsed =
    from.heapUsed === null || to.heapUsed === null
      ? null
      : from.heapUsed + (to.heapUsed - from.heapUsed) * share;
  return {
    atMs: ms,
    anon: between('anon'),
    shmem: between('shmem'),
    cleanCache: between('cleanCache'),
    dirty: between('dirty'),
    limitEvents: between('limitEvents'),
    heapUsed,
  };
}
