import * as z from 'zod';
import { array, boolean, literal, number, object, string } from 'zod';
import { word } from './word.ts';

export const targetName = object({
  kind: word(['pod', 'container', 'unit', 'pid', 'cgroup', 'paste']),
  name: string(),
  namespace: string().exactOptional(),
  container: string().exactOptional(),
  node: string().exactOptional(),
}).describe('What was looked at, as its user calls it.');
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
  wallMs: number().describe('The same moment by the wall clock, in ms since 1970.'),
  target: targetName,
  via: string().describe('How it is looked at, in words.'),
  blindTo: array(string()).describe('What this way of looking can’t see, in sentences.'),
  cgroup: string().nullable().describe('Its folder; null where there is none to be read.'),
  asked: object({ bytes: number(), source: string() })
    .nullable()
    .describe('The limit that its specification asks for; null where it asks for none, or nobody can tell.'),
  restarts: number().nullable(),
  ends: array(reportedEnd),
  afresh: string()
    .nullable()
    .describe('The command that starts it again with empty volumes; null where its user knows best.'),
  isSandboxed: boolean().describe('Under gVisor or Kata, whose memory is not what it seems from outside.'),
  notes: array(string()).describe('What else was found out of order, in sentences.'),
}).describe('A living thing that `diagnose` looks at; it stands where a run of scenarios has its arms.');
export type TargetLine = z.output<typeof targetLine>;
