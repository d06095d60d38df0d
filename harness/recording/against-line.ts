/** What an earlier run used, if this one is compared with it. */
import * as z from 'zod';
import { array, literal, number, object, string } from 'zod';

export const spread = object({ least: number(), median: number(), most: number() });
export type Spread = z.output<typeof spread>;

export const againstArm = object({
  arm: string().describe('`SCENARIO/ARM`.'),
  limitBytes: number(),
  ratePerSecond: number().nullable(),
  bodyBytes: number().nullable(),
  untried: string().nullable().describe('Why it says nothing of what the arm used; null if it does.'),
  unreclaimableBytes: spread
    .nullable()
    .describe('The usual unreclaimable memory under load; of several runs, their spread.'),
  growth: object({ bytesPerSecond: number(), bandBytesPerSecond: number() }).nullable(),
});
export type AgainstArm = z.output<typeof againstArm>;

export const against = object({
  result: string().describe('The file, as the user named it.'),
  startedAt: string(),
  platform: string(),
  load: string(),
  host: object({ kernel: string(), cgroupVersion: number(), processors: number() }).nullable(),
  arms: array(againstArm),
}).describe('An earlier result that a run is compared with.');
export type Against = z.output<typeof against>;

export const againstLine = object({ kind: literal('against'), earlier: against });
export type AgainstLine = z.output<typeof againstLine>;
