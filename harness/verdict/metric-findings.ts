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
      "What it is a share of: the limit, or for `node-memory-used` (MemTotal - MemAvailable) the node's memory.",
    ),
  share: number().nullable(),
  mostShare: number().nullable().describe('The most it came to.'),
  firstOverMs: number()
    .nullable()
    .describe(
      'How long before that moment it was at 90 % or more for the first time; null where it never was.',
    ),
  reason: string().nullable().describe('Why there is no value; null where there is one.'),
}).describe('What one metric said in an arm.');
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
  ).describe('For each baseline that was killed: the share at the kill, and how long before it warned.'),
  falseAlarm: boolean()
    .nullable()
    .describe(
      'Whether it was at 90 % or more where clean cache sat at the limit and nobody died; null: not measured.',
    ),
  falseAlarmMs: number().nullable(),
}).describe('One metric over all scenarios of a run.');
export type MetricVerdict = z.output<typeof metricVerdict>;

export const metricTable = object({
  control: string()
    .nullable()
    .describe('The scenario that false alarms were looked for in; null where none ran.'),
  controlReason: string().nullable(),
  rows: array(metricVerdict),
});
export type MetricTable = z.output<typeof metricTable>;
