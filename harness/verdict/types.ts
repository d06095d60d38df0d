/** The findings on a run: on its scenarios and their arms. */
import * as z from 'zod';
import { string, array, object, number, literal } from 'zod';
import { asked, hostFacts } from '../recording/run-lines.ts';
import { armFindings } from './arm-findings.ts';
import { metricTable } from './metric-findings.ts';

export type * from './arm-findings.ts';
export type * from './metric-findings.ts';

export const scenarioVerdict = z
  .enum(['REPRODUCED', 'NOT_REPRODUCED', 'WRONG_CAUSE', 'FIX_FAILED', 'INCONCLUSIVE', 'SKIPPED'])
  .describe('`SKIPPED`: not one arm could run here.');
export type ScenarioVerdict = z.output<typeof scenarioVerdict>;

export const scenarioFindings = object({
  name: string(),
  title: string(),
  story: string(),
  file: string().describe('The scenario file, as the user named it.'),
  verdict: scenarioVerdict
    .nullable()
    .describe('Null where the baseline was not run, so that nothing can be said of the pattern.'),
  arms: array(armFindings),
});
export type ScenarioFindings = z.output<typeof scenarioFindings>;

export const armRepeats = object({
  arm: string().describe('`SCENARIO/ARM`.'),
  runs: number().describe('In which it was not skipped.'),
  asExpected: number().describe('In which all expectations were met.'),
  kills: number().describe('In which it was killed.'),
  killedAfterMs: object({ least: number(), median: number(), most: number() })
    .nullable()
    .describe('The spread of the times of its kills, in ms; null where it was never killed.'),
}).describe('One arm over several runs of a suite.');
export type ArmRepeats = z.output<typeof armRepeats>;

export const repeats = object({
  wanted: number().describe('As many runs as were asked for; fewer where one was cut short.'),
  verdicts: array(scenarioVerdict.nullable()),
  arms: array(armRepeats),
}).describe('What several runs of a suite came to.');
export type Repeats = z.output<typeof repeats>;

export const runFindings = object({
  schemaVersion: literal(1).describe('Of results; recordings have one of their own.'),
  verdict: scenarioVerdict.nullable(),
  verdictReason: string(),
  exitCode: number(),
  platform: string(),
  load: string(),
  startedAt: string(),
  durationMs: number().nullable(),
  interrupted: string().nullable(),
  failure: string().nullable(),
  losses: array(string()).describe('What of the recording could not be read, in sentences.'),
  host: hostFacts.nullable(),
  version: string().describe('Of the tool that recorded the run.'),
  judgedBy: string().describe('The version of the tool that judged it.'),
  thresholdsVersion: number().describe(
    'The version of the thresholds that it was judged by. Absent in results of 0.1.0.',
  ),
  seed: number().nullable(),
  asked: asked.nullable().describe('How it was asked for; null where the recording does not tell.'),
  metrics: metricTable.nullable().describe('Which metric warned; null where no baseline was killed.'),
  repeats: repeats
    .nullable()
    .describe(
      'Null for a single run; else the verdict is that of all, and the scenarios are those of the last.',
    ),
  scenarios: array(scenarioFindings),
});
export type RunFindings = z.output<typeof runFindings>;
