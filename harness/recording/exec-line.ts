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
  arm: string().describe('What the other lines of the recording are kept under.'),
  argv: array(string()),
  limitBytes: number().positive(),
  scratch: array(execScratch).describe('Outer ones first.'),
  shmBytes: number()
    .nullable()
    .exactOptional()
    .describe(
      "Size of its own /dev/shm; null where its scratch was there, absent where it had the host's (0.1.0).",
    ),
  timeoutMs: number().nullable(),
  heapSource: string()
    .nullable()
    .describe(
      'Where heap figures come from: `auto`, `node`, `jvm`, a metrics URL, or `none`; null in older recordings.',
    ),
  cgroup: string().describe('Folder of its cgroup.'),
  asked: asked.exactOptional().describe('Absent in recordings of version 0.1.0.'),
}).describe('A command that `exec` runs; it stands where a run of scenarios has its arms.');
export type ExecLine = z.output<typeof execLine>;
