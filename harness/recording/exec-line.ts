import * as z from 'zod';
import { literal, string, array, number, object } from 'zod';
import { asked } from './run-lines.ts';

export const execScratch = z
  .discriminatedUnion('medium', [
    object({ medium: literal('memory'), directory: string(), sizeBytes: number().nullable() }),
    object({ medium: literal('disk'), directory: string() }),
  ])
  .describe('A scratch folder that the user asked for.');
export type ExecScratch = z.output<typeof execScratch>;

export const execLine = object({
  kind: literal('exec'),
  arm: string().describe('The arm that the other lines of the recording belong to.'),
  argv: array(string()),
  limitBytes: number().positive(),
  scratch: array(execScratch).describe('Outer folders first.'),
  shmBytes: number()
    .nullable()
    .exactOptional()
    .describe(
      "Size of its own /dev/shm; null if its scratch was there, absent if it had the host's (0.1.0).",
    ),
  timeoutMs: number().nullable(),
  heapSource: string()
    .nullable()
    .describe('Source of the heap figures: `auto`, `none`, `node`, `jvm` or a URL; null in old recordings.'),
  cgroup: string().describe('The folder of its cgroup.'),
  asked: asked.exactOptional().describe('Absent in recordings of version 0.1.0.'),
}).describe('A command that `exec` runs; in place of the arms of a run.');
export type ExecLine = z.output<typeof execLine>;
