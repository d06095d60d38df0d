import * as z from 'zod';
import { array, boolean, literal, number, object, string } from 'zod';
import { word } from './word.ts';

export const targetName = object({
  kind: word(['pod', 'container', 'unit', 'pid', 'cgroup', 'paste']),
  name: string(),
  namespace: string().exactOptional(),
  container: string().exactOptional(),
  node: string().exactOptional(),
}).describe('What was looked at, as the user calls it.');
export type TargetName = z.output<typeof targetName>;

export const reportedEnd = object({
  container: string().exactOptional(),
  reason: string().nullable().describe('Such as `OOMKilled` or `Error`.'),
  exitCode: number().nullable(),
  startedAt: z.iso.datetime({ offset: true }).nullable(),
  finishedAt: z.iso.datetime({ offset: true }).nullable(),
}).describe('How the platform says that a life ended.');
export type ReportedEnd = z.output<typeof reportedEnd>;

export const targetLine = object({
  kind: literal('target'),
  arm: string().describe('The arm that the other lines of the recording belong to.'),
  atMs: number(),
  wallMs: number().describe('The same moment on the wall clock, in ms since 1970.'),
  target: targetName,
  via: string().describe('How it is looked at, in words.'),
  blindTo: array(string()).describe('What this way of looking can’t see, in sentences.'),
  cgroup: string().nullable().describe("Its folder; null if it can't be read."),
  asked: object({ bytes: number(), source: string() })
    .nullable()
    .describe('The limit in its specification; null if it has none, or if unknown.'),
  restarts: number().nullable(),
  ends: array(reportedEnd),
  afresh: string()
    .nullable()
    .describe('The command that starts it again with empty volumes; null if only its user knows.'),
  isSandboxed: boolean().describe(
    'Whether it runs under gVisor or Kata, whose memory looks different from outside.',
  ),
  notes: array(string()).describe('What else was found to be wrong, in sentences.'),
  idle: string().exactOptional().describe('Why nothing of it is running, in words; absent while it runs.'),
}).describe(
  'What `diagnose` looks at; in place of the arms of a run. A second one, from after the look, replaces the first.',
);
export type TargetLine = z.output<typeof targetLine>;
