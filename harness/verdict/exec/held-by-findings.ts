/** Who held the memory, and what remains of it. */
import * as z from 'zod';
import { number, string, object, array } from 'zod';
export const named = object({ pid: number(), name: string() }).describe(
  'A process, by id and name: names are not unique, and an id alone says little.',
);
export type Named = z.output<typeof named>;

export const holdingProcess = named.extend({ anonBytes: number(), shmemBytes: number().nullable() });

export const killedProcess = named.extend({ anonBytes: number().nullable() });

export const heldFile = object({
  path: string(),
  bytes: number(),
  writers: array(named).describe('Empty if unknown.'),
  how: string().describe('How it is known who wrote it, or why it is not known, in words.'),
}).describe('A file on a memory-backed mount, and who wrote it.');
export type HeldFile = z.output<typeof heldFile>;

export const heldBy = object({
  processes: array(holdingProcess).describe(
    'Those with the most anonymous and the most shared memory, killed or not.',
  ),
  processesFrom: string().nullable().describe('Source of these figures; null if there are none.'),
  killed: array(killedProcess).describe('The processes that the kernel killed, in order.'),
  files: array(heldFile).describe(
    'The largest files on memory-backed mounts, with who wrote them and how that is known.',
  ),
  deletedFiles: array(
    object({ path: string(), bytes: number(), on: string(), processes: array(named) }),
  ).describe('Deleted files that still exist because processes have them open or mapped.'),
  segments: array(object({ bytes: number(), creator: named })).describe(
    'System V segments, by who made them.',
  ),
}).describe('Who held the memory when the limit was met. Sizes are bytes.');
export type HeldBy = z.output<typeof heldBy>;

export const hostFiles = object({
  chargedBytes: number().describe(
    'How much of them was charged to the command. These pages outlive its cgroup, and then count against no limit.',
  ),
  mounts: array(object({ point: string(), files: number(), bytes: number(), largest: string().nullable() })),
}).describe(
  'Files that the command made or changed on memory-backed mounts of the host; they stay there after it.',
);
export type HostFiles = z.output<typeof hostFiles>;
