/** The findings on a run: on its scenarios and their arms. */
import * as z from 'zod';
import { string, array, object, number, literal } from 'zod';
import { against, spread } from '../recording/against-line.ts';
import { asked, hostFacts } from '../recording/run-lines.ts';
import { armFindings } from './arm-findings.ts';
import { metricTable } from './metric-findings.ts';

export type * from './arm-findings.ts';
export type * from './metric-findings.ts';

export const scenarioVerdict = z
  .enum([
    'REPRODUCED',
    'NOT_REPRODUCED',
    'WRONG_CAUSE',
    'FIX_FAILED',
    'OVER_BUDGET',
    'INCONCLUSIVE',
    'SKIPPED',
  ])
  .describe(
    '`OVER_BUDGET`: all was as it should be, but for budgets that were exceeded. `SKIPPED`: no arm could run here.',
  );
export type ScenarioVerdict = z.output<typeof scenarioVerdict>;

export const scenarioFindings = object({
  name: string(),
  title: string(),
  story: string(),
  file: string().describe('The scenario file, as the user named it.'),
  verdict: scenarioVerdict
    .nullable()
    .describe('Null if the baseline did not run, so that nothing can be said about the pattern.'),
  arms: array(armFindings),
});
export type ScenarioFindings = z.output<typeof scenarioFindings>;

export const armRepeats = object({
  arm: string().describe('`SCENARIO/ARM`.'),
  runs: number().describe('Runs in which it was not skipped.'),
  asExpected: number().describe('Runs in which all expectations were met.'),
  kills: number().describe('Runs in which it was killed.'),
  killedAfterMs: spread
    .nullable()
    .describe('Spread of the times of its kills, in ms; null if it was never killed.'),
  unreclaimableBytes: spread
    .nullable()
    .describe(
      'Spread of its usual unreclaimable memory under load: the noise of this host. Null if no run tried it.',
    ),
}).describe('One arm over several runs of a suite.');
export type ArmRepeats = z.output<typeof armRepeats>;

export const repeats = object({
  wanted: number().describe('The number of runs asked for; there are fewer if one was cut short.'),
  verdicts: array(scenarioVerdict.nullable()),
  arms: array(armRepeats),
}).describe('The result of several runs of a suite.');
export type Repeats = z.output<typeof repeats>;

export const runFindings = object({
  schemaVersion: literal(1).describe('Version of this format; recordings have their own.'),
  verdict: scenarioVerdict.nullable(),
  verdictReason: string(),
  exitCode: number(),
  platform: string(),
  load: string(),
  startedAt: string(),
  durationMs: number().nullable(),
  interrupted: string().nullable(),
  failure: string().nullable(),
  losses: array(string()).describe('What could not be read in the recording, in sentences.'),
  host: hostFacts.nullable(),
  version: string().describe('Version of the tool that recorded the run.'),
  judgedBy: string().describe('Version of the tool that judged it.'),
  thresholdsVersion: number().describe(
    'Version of the thresholds of the verdict. Absent in results of 0.1.0.',
  ),
  seed: number().nullable(),
  asked: asked.nullable().describe('How it was started; null if the recording does not say.'),
  against: against.nullable().describe('The earlier result that it was compared with, by `--against`.'),
  metrics: metricTable.nullable().describe('Which metric warned; null if no baseline was killed.'),
  repeats: repeats
    .nullable()
    .describe(
      'Null for a single run. Otherwise the verdict covers all runs, and the scenarios are those of the last.',
    ),
  scenarios: array(scenarioFindings),
});
export type RunFindings = z.output<typeof runFindings>;
