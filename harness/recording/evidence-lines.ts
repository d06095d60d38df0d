/** Evidence from sources other than the sampler: commands, /proc, the kernel log. */
import * as z from 'zod';
import { literal, string, number, object, array, boolean } from 'zod';
import { word } from './word.ts';
/** Managed runtimes: their programs have a garbage-collected heap. So has one that this version does not know. */
export const runtimes = ['node', 'jvm', 'python', 'ruby', 'go', 'dotnet'] as const;
export type Runtime = (typeof runtimes)[number];
export const runtime = z.custom<Runtime>((value) => typeof value === 'string').meta({ type: 'string' });

export const evidenceLine = object({
  kind: literal('evidence'),
  arm: string(),
  atMs: number(),
  what: string().describe('What it shows, in words.'),
  command: string(),
  output: string(),
  exitCode: number().nullable(),
}).describe('A command that a person would run by hand, and what it really printed.');
export type EvidenceLine = z.output<typeof evidenceLine>;

export const changedFiles = object({
  count: number(),
  bytes: number(),
  oldBytes: number()
    .exactOptional()
    .describe(
      'Of those that were there before: pages of theirs may be charged to somebody else. Absent in recordings of 0.1.0.',
    ),
  largest: array(object({ path: string(), bytes: number(), uid: number().exactOptional() })).describe(
    'With the user that owns each, where that is known.',
  ),
});
export type ChangedFiles = z.output<typeof changedFiles>;

export const tmpfsMount = object({
  point: string(),
  usedBytes: number().describe('By statfs; a size of 0 is none. Absent in recordings of 0.1.0.'),
  sizeBytes: number().exactOptional(),
  own: boolean()
    .exactOptional()
    .describe('Mounted for this command, and gone with it: its /dev/shm, its scratch.'),
  shared: boolean()
    .exactOptional()
    .describe(
      "Mounted at the same place on the host: others' files are on it too. Only in a look at a living cgroup.",
    ),
  files: changedFiles
    .nullable()
    .describe('Its files that were made or changed since the command began; null where nobody counted.'),
});
export type TmpfsMount = z.output<typeof tmpfsMount>;

export const processHolding = object({
  pid: number(),
  name: string(),
  runtime: runtime
    .nullable()
    .exactOptional()
    .describe(
      'Null where it has none; absent where that was not seen, as in recordings from before it was looked for.',
    ),
  anonBytes: number().describe('RssAnon, RssFile, RssShmem and VmPTE of /proc/PID/status.'),
  fileBytes: number(),
  shmemBytes: number(),
  pageTableBytes: number(),
  threads: number(),
  stackBytes: number()
    .nullable()
    .describe('Anonymous memory in the stacks of its threads; null where nobody looked.'),
  userMs: number(),
  systemMs: number(),
  writtenBytes: number()
    .nullable()
    .exactOptional()
    .describe('What it has given to write calls, to files, pipes and sockets alike (wchar of /proc/PID/io).'),
});
export type ProcessHolding = z.output<typeof processHolding>;

export const deletedFile = object({
  path: string(),
  bytes: number(),
  on: word(['tmpfs', 'memfd', 'disk']),
  pid: number().describe(
    'One of those that have it open or mapped, and all of them; the second is absent in recordings of 0.1.0.',
  ),
  pids: array(number()).exactOptional(),
}).describe(
  'A file that has no name any more and lives on because it is open. memfd are such files by nature.',
);
export type DeletedFile = z.output<typeof deletedFile>;

export const sysvSegment = object({ bytes: number().describe('Resident.'), creatorPid: number() }).describe(
  'A System V segment lives on without its creator, until somebody removes it.',
);
export type SysvSegment = z.output<typeof sysvSegment>;

export const writtenFile = object({
  path: string(),
  bytes: number(),
  pids: array(number()),
  how: word(['open', 'mapped']),
}).describe('A file with a name that processes have open for writing, or mapped so that they can write it.');
export type WrittenFile = z.output<typeof writtenFile>;

export const holdersLine = object({
  kind: literal('holders'),
  arm: string(),
  atMs: number(),
  when: word(['start', 'alive', 'after']),
  charged: object({ usage: number(), shmem: number(), anon: number(), kernel: number() }).describe(
    'What is charged to the cgroup at this moment.',
  ),
  mounts: array(tmpfsMount),
  processes: array(processHolding),
  deletedFiles: array(deletedFile),
  writtenFiles: array(writtenFile)
    .exactOptional()
    .describe('Files on a tmpfs that processes may write at this moment. Absent in recordings of 0.1.0.'),
  sysvBytes: number().describe("Resident bytes of System V segments of the command's own IPC namespace."),
  sysvSegments: array(sysvSegment)
    .exactOptional()
    .describe('These segments, the largest. Absent in recordings of 0.1.0.'),
  unixSocketBytes: number()
    .nullable()
    .describe('Memory of unread data in AF_UNIX sockets; null where nobody looked or nobody could.'),
  tookMs: number().describe('How long it took to find out.'),
}).describe(
  'Who holds what, as /proc tells it. `start`: before the command ran. `alive`: while its processes lived. `after`: once the main process had ended; what is held then outlives it.',
);
export type HoldersLine = z.output<typeof holdersLine>;

export const kernelLogLine = object({
  kind: literal('kernel-log'),
  arm: string(),
  atMs: number(),
  lines: array(string()),
  timesMs: array(number())
    .exactOptional()
    .describe("Of each line, by the kernel's clock, which drifts. Absent in recordings of 0.1.0."),
  unreadable: string().nullable().describe('Why it could not be read; null where it was.'),
  pidsComparable: boolean().describe(
    'Whether its process ids are those of this process: inside of a PID namespace they are others.',
  ),
}).describe("The kernel's own lines on the kills in one cgroup, from /dev/kmsg.");
export type KernelLogLine = z.output<typeof kernelLogLine>;

export const limitCounts = object({ limitEvents: number(), ooms: number().nullable() }).describe(
  "How often a cgroup's own limit was met; `ooms`: with nothing to reclaim, which v1 does not count (null).",
);
export type LimitCounts = z.output<typeof limitCounts>;

export const nestedCgroup = limitCounts
  .extend({ path: string(), limitBytes: number().nullable(), oomKills: number() })
  .describe("A cgroup that the command made, by its path below the command's own. Null: it has no limit.");
export type NestedCgroup = z.output<typeof nestedCgroup>;

export const nestedCgroupsLine = object({
  kind: literal('nested-cgroups'),
  arm: string(),
  atMs: number(),
  own: limitCounts,
  cgroups: array(nestedCgroup),
}).describe(
  "The cgroups below the command's own at its end, where it had made some; those that are gone are not in it.",
);
export type NestedCgroupsLine = z.output<typeof nestedCgroupsLine>;

export const leftBehindLine = object({
  kind: literal('left-behind'),
  arm: string(),
  atMs: number(),
  processes: array(object({ pid: number(), name: string() })),
}).describe('Processes that the command left running when its main process had ended; they were killed.');
export type LeftBehindLine = z.output<typeof leftBehindLine>;
