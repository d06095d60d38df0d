/** Who held the memory, and what remains of it. */
import * as z from 'zod';
import { number, string, object, array } from 'zod';
export const named = object({ pid: number(), name: string() }).describe(
  'A process, as it is told from others: names are not unique, and pids say little.',
);
export type Named = z.output<typeof named>;

export const holdingProcess = named.extend({ anonBytes: number(), shmemBytes: number().nullable() });
export type HoldingProcess = z.output<typeof holdingProcess>;

export const killedProcess = named.extend({ anonBytes: number().nullable() });
export type KilledProcess = z.output<typeof killedProcess>;

export const heldFile = object({
  path: string(),
  bytes: number(),
  writers: array(named).describe('Empty where nobody can be named.'),
  how: string().describe('How it is known who wrote it, or why it is not, in words.'),
}).describe('A file on a memory-backed mount, and who wrote it.');
export type HeldFile = z.output<typeof heldFile>;

export const heldBy = object({
  processes: array(holdingProcess).describe(
    'Those with the most anonymous memory, and with the most shared memory behind them; killed or not.',
  ),
  processesFrom: string().nullable().describe('Where these figures are from; null where there are none.'),
  killed: array(killedProcess).describe('Whom the kernel killed, in order.'),
  files: array(heldFile).describe(
    'The largest files on memory-backed mounts, with who wrote them and how that is known.',
  ),
  deletedFiles: array(
    object({ path: string(), bytes: number(), on: string(), processes: array(named) }),
  ).describe('Files without a name that live on because processes have them open or mapped.'),
  segments: array(object({ bytes: number(), creator: named })).describe(
    'System V segments, by who made them.',
  ),
}).describe('Who held the memory when the limit was met. Sizes are bytes.');
export type HeldBy = z.output<typeof heldBy>;

export const hostFiles = object({
  chargedBytes: number().describe(
    "Of their pages, those that were charged to the command: they outlive its cgroup, charged to nobody's limit.",
  ),
  mounts: array(object({ point: string(), files: number(), bytes: number(), largest: string().nullable() })),
}).describe(
  'Files on memory-backed mounts of the host, there before the command and after it, that it made or changed.',
);
export type HostFiles = z.output<typeof hostFiles>;
