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
  expect: recordedExpect.describe('As expected on this host.'),
  expectedAt: record(string(), string())
    .exactOptional()
    .describe('Where each expectation is written, as `file:line:col`; absent in old recordings.'),
  because: string()
    .exactOptional()
    .describe('Why this is expected on this host; absent if it is expected on every host.'),
  skipped: string().exactOptional().describe('Why it does not run here; absent if it does.'),
  retriedFor: string()
    .exactOptional()
    .describe('What the first measurement left open, so that it runs again; absent in the first.'),
}).describe(
  'Describes an arm before it runs. A second such line begins its second try, which replaces the first.',
);
export type ArmLine = z.output<typeof armLine>;

export const armStartedLine = object({
  kind: literal('arm-started'),
  arm: string(),
  atMs: number(),
}).describe("The load began: zero of the arm's own clock.");

export const armEndedLine = object({
  kind: literal('arm-ended'),
  arm: string(),
  atMs: number(),
  reason: word(['load-done', 'shown', 'interrupted', 'stopped', 'failed', 'ended', 'timeout']).describe(
    '`stopped`: something else in the run failed, such as another arm (`interrupted` in old recordings). For a command: `ended` by itself or by a kill, or ended by the tool at its `timeout`.',
  ),
});
export type ArmEndedLine = z.output<typeof armEndedLine>;
