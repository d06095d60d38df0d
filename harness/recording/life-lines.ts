/** Lines on the lives of an app's container: the first, and one per restart. */
import * as z from 'zod';
import { literal, string, number, object, boolean, array } from 'zod';
export const lifeStartedLine = object({
  kind: literal('life-started'),
  arm: string(),
  life: number(),
  atMs: number(),
  pid: number(),
  cgroup: string(),
}).describe('Its main process was started.');
export type LifeStartedLine = z.output<typeof lifeStartedLine>;

export const lifeReadyLine = object({
  kind: literal('life-ready'),
  arm: string(),
  life: number(),
  atMs: number(),
}).describe('It took its first request.');
export type LifeReadyLine = z.output<typeof lifeReadyLine>;

export const scratch = object({
  files: number(),
  bytes: number(),
  fileSystem: string(),
  at: array(string())
    .exactOptional()
    .describe("Where an app of one's own sees them: its volume, its /dev/shm. Absent for the sample app."),
}).describe('The files on a volume.');
export type Scratch = z.output<typeof scratch>;

export const lifeEndedLine = object({
  kind: literal('life-ended'),
  arm: string(),
  life: number(),
  atMs: number(),
  exitCode: number().nullable(),
  signal: string().nullable(),
  reason: string()
    .nullable()
    .describe("The platform's reason (Kubernetes: OOMKilled, Error, StartError); null if it gives none."),
  stopped: boolean().describe('Whether the harness ended it; then its end says nothing about the app.'),
  oomKills: number().describe("The container cgroup's own count, read once the process was gone."),
  oomKillsFrom: string().describe('The file and field that the count came from.'),
  peakBytes: number()
    .nullable()
    .exactOptional()
    .describe("The most ever charged, by the kernel's own count; absent if it was not read."),
  pod: object({ usage: number(), shmem: number() }).describe('What the pod still holds after the death.'),
  scratch: scratch.nullable().describe("The files on its volume; null if they can't be seen."),
  lastLines: array(string()).describe('Its last lines of output.'),
}).describe("Its main process was gone, and its cgroup's counters were read.");
export type LifeEndedLine = z.output<typeof lifeEndedLine>;
