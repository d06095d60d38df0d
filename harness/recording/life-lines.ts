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

export const scratch = object({ files: number(), bytes: number(), fileSystem: string() }).describe(
  'What lies on a volume.',
);
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
    .describe(
      'What the platform gives as the reason (Kubernetes: OOMKilled, Error, StartError); null where it gives none.',
    ),
  stopped: boolean().describe('Set where the harness ended it, so that its end says nothing of the app.'),
  oomKills: number().describe("The container cgroup's own count, read once the process was gone."),
  oomKillsFrom: string().describe('The file and field that the count came from.'),
  peakBytes: number()
    .nullable()
    .exactOptional()
    .describe("The most that was ever charged, by the kernel's own mark; absent where it was not read."),
  pod: object({ usage: number(), shmem: number() }).describe('What the pod still holds after the death.'),
  scratch: scratch.nullable().describe('What lies on its volume; null where nobody can look.'),
  lastLines: array(string()).describe('Its last lines of output.'),
}).describe("Its main process was gone, and its cgroup's counters were read.");
export type LifeEndedLine = z.output<typeof lifeEndedLine>;
