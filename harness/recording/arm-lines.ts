/** Lines on an arm: what it is, and when its load began and it ended. */
import * as z from 'zod';
import { literal, string, record, object, number } from 'zod';
import { recordedExpect, recordedSetup } from '../scenario/schema.ts';
import { word } from './word.ts';

export const armLine = object({
  kind: literal('arm'),
  arm: string(),
  scenario: string(),
  name: string(),
  title: string(),
  setup: recordedSetup,
  expect: recordedExpect.describe('As it holds on this host.'),
  expectedAt: record(string(), string())
    .exactOptional()
    .describe(
      'Where each expectation stands, as `file:line:col`; absent in recordings from before it was kept.',
    ),
  because: string()
    .exactOptional()
    .describe('Why this is expected of this host; absent where it is expected of every host.'),
  skipped: string().exactOptional().describe('Why it does not run here; absent where it does.'),
  retriedFor: string()
    .exactOptional()
    .describe(
      'What the measurement of the first try did not tell, for which it runs once more; absent in the first.',
    ),
}).describe(
  'What an arm is, before it runs. A second one of the same arm begins its second try: what was is put aside.',
);
export type ArmLine = z.output<typeof armLine>;

export const armStartedLine = object({
  kind: literal('arm-started'),
  arm: string(),
  atMs: number(),
}).describe("The load began: zero of the arm's own clock.");
export type ArmStartedLine = z.output<typeof armStartedLine>;

export const armEndedLine = object({
  kind: literal('arm-ended'),
  arm: string(),
  atMs: number(),
  reason: word(['load-done', 'shown', 'interrupted', 'stopped', 'failed', 'ended', 'timeout']).describe(
    '`stopped`: something else of the run failed, such as another arm; recordings from before it was told apart have `interrupted` for it. Of a command: `ended` by itself or by a kill, or ended by the tool at its `timeout`.',
  ),
});
export type ArmEndedLine = z.output<typeof armEndedLine>;
