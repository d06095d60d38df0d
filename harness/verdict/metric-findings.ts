import * as z from 'zod';
import { number, string, object, array, boolean } from 'zod';
export const metric = z.enum(['heap', 'rss', 'usage', 'working-set', 'node-memory-used', 'unreclaimable']);
export type Metric = z.output<typeof metric>;

export const metricFindings = object({
  metric: metric,
  valueBytes: number().nullable().describe('At the kill; without one, at the end of the load.'),
  ofBytes: number()
    .nullable()
    .describe(
      "What it is a share of: the limit; for `node-memory-used` (MemTotal - MemAvailable), the node's memory.",
    ),
  share: number().nullable(),
  mostShare: number().nullable().describe('Its maximum.'),
  firstOverMs: number()
    .nullable()
    .describe('How long before that moment it first reached 90 %; null if it never did.'),
  reason: string().nullable().describe('Why there is no value; null if there is one.'),
}).describe('One metric in one arm.');
export type MetricFindings = z.output<typeof metricFindings>;

export const metricVerdict = object({
  metric: metric,
  kills: array(
    object({
      scenario: string(),
      share: number().nullable(),
      firstOverMs: number().nullable(),
      reason: string().nullable(),
    }),
  ).describe('For each killed baseline: the share at the kill, and how long before the kill it warned.'),
  falseAlarm: boolean()
    .nullable()
    .describe(
      'Whether it reached 90 % although clean cache filled the limit and nothing was killed; null if not measured.',
    ),
  falseAlarmMs: number().nullable(),
}).describe('One metric over all scenarios of a run.');
export type MetricVerdict = z.output<typeof metricVerdict>;

export const metricTable = object({
  control: string().nullable().describe('The scenario that shows false alarms; null if none ran.'),
  controlReason: string().nullable(),
  rows: array(metricVerdict),
});
export type MetricTable = z.output<typeof metricTable>;
