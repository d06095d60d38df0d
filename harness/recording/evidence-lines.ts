/** Evidence from sources other than the sampler: commands, /proc, the kernel log. */
import * as z from 'zod';
import { literal, string, number, object, array, boolean } from 'zod';
import { word } from './word.ts';
export const fixLine = object({
  kind: literal('fix'),
  arm: string().describe('The arm whose patch it is.'),
  atMs: number(),
  file: string().describe("The patch, as the scenario's user would name it."),
  command: string().nullable().describe('Applies it to what runs; null if no one command does.'),
  refusal: string().nullable().describe('Why the cluster did not take it; null if it did, in a dry run.'),
}).describe("A patch was tried on the baseline's workload, by a dry run of the cluster's server.");
export type FixLine = z.output<typeof fixLine>;

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
}).describe('A command that a person would run by hand, and its real output.');
export type EvidenceLine = z.output<typeof evidenceLine>;

export const changedFiles = object({
  count: number(),
  bytes: number(),
  oldBytes: number()
    .exactOptional()
    .describe(
      'Files that existed before: some of their pages may be charged to another cgroup. Absent in recordings of 0.1.0.',
    ),
  largest: array(object({ path: string(), bytes: number(), uid: number().exactOptional() })).describe(
    'With the owner of each, if known.',
  ),
});

export const tmpfsMount = object({
  point: string(),
  usedBytes: number().describe('From statfs; a size of 0 means no limit. Absent in recordings of 0.1.0.'),
  sizeBytes: number().exactOptional(),
  own: boolean()
    .exactOptional()
    .describe('Mounted for this command, and removed with it: its /dev/shm, its scratch.'),
  shared: boolean()
    .exactOptional()
    .describe(
      "Mounted at the same place on the host: others' files are on it too. Only in a look at a living cgroup.",
    ),
  files: changedFiles
    .nullable()
    .describe('Its files that were made or changed since the command began; null if not counted.'),
});
export type TmpfsMount = z.output<typeof tmpfsMount>;

export const processHolding = object({
  pid: number(),
  name: string(),
  runtime: runtime
    .nullable()
    .exactOptional()
    .describe('Null if it has none; absent if unknown, as in old recordings.'),
  anonBytes: number().describe('RssAnon, RssFile, RssShmem and VmPTE of /proc/PID/status.'),
  fileBytes: number(),
  shmemBytes: number(),
  pageTableBytes: number(),
  threads: number(),
  stackBytes: number()
    .nullable()
    .describe('Anonymous memory in the stacks of its threads; null if not measured.'),
  userMs: number(),
  systemMs: number(),
  writtenBytes: number()
    .nullable()
    .exactOptional()
    .describe('Bytes it passed to write calls: to files, pipes and sockets (wchar in /proc/PID/io).'),
});
export type ProcessHolding = z.output<typeof processHolding>;

export const deletedFile = object({
  path: string(),
  bytes: number(),
  on: word(['tmpfs', 'memfd', 'disk']),
  pid: number().describe(
    'A process that has it open or mapped; `pids` has all of them, and is absent in recordings of 0.1.0.',
  ),
  pids: array(number()).exactOptional(),
}).describe('A deleted file that still exists because it is open. A memfd is one from the start.');
export type DeletedFile = z.output<typeof deletedFile>;

export const sysvSegment = object({ bytes: number().describe('Resident.'), creatorPid: number() }).describe(
  'A System V segment outlives its creator, until someone removes it.',
);
export type SysvSegment = z.output<typeof sysvSegment>;

export const writtenFile = object({
  path: string(),
  bytes: number(),
  pids: array(number()),
  how: word(['open', 'mapped']),
}).describe('A file with a name that processes have open for writing, or mapped as writable.');
export type WrittenFile = z.output<typeof writtenFile>;

export const holdersLine = object({
  kind: literal('holders'),
  arm: string(),
  atMs: number(),
  when: word(['start', 'alive', 'after']),
  charged: object({ usage: number(), shmem: number(), anon: number(), kernel: number() }).describe(
    'What is charged to the cgroup now.',
  ),
  mounts: array(tmpfsMount),
  processes: array(processHolding),
  deletedFiles: array(deletedFile),
  writtenFiles: array(writtenFile)
    .exactOptional()
    .describe('Files on a tmpfs that processes can write to now. Absent in recordings of 0.1.0.'),
  sysvBytes: number().describe("Resident bytes of System V segments of the command's own IPC namespace."),
  sysvSegments: array(sysvSegment)
    .exactOptional()
    .describe('The largest of these segments. Absent in recordings of 0.1.0.'),
  unixSocketBytes: number()
    .nullable()
    .describe('Memory of unread data in AF_UNIX sockets; null if not measured.'),
  tookMs: number().describe('How long it took to read all this.'),
}).describe(
  'Who holds what, from /proc. `start`: before the command ran. `alive`: while its processes lived. `after`: once the main process had ended; what is held then outlives it.',
);
export type HoldersLine = z.output<typeof holdersLine>;

export const kernelLogLine = object({
  kind: literal('kernel-log'),
  arm: string(),
  atMs: number(),
  lines: array(string()),
  timesMs: array(number())
    .exactOptional()
    .describe("Time of each line, by the kernel's clock, which drifts. Absent in recordings of 0.1.0."),
  unreadable: string().nullable().describe('Why it could not be read; null if it was.'),
  pidsComparable: boolean().describe(
    'Whether its process ids mean the same here: in a PID namespace they differ.',
  ),
}).describe("The kernel's own lines about the kills in one cgroup, from /dev/kmsg.");
export type KernelLogLine = z.output<typeof kernelLogLine>;

export const limitCounts = object({ limitEvents: number(), ooms: number().nullable() }).describe(
  "How often a cgroup's own limit was met; `ooms`: with nothing left to reclaim (null on v1, which does not count it).",
);
export type LimitCounts = z.output<typeof limitCounts>;

export const nestedCgroup = limitCounts
  .extend({ path: string(), limitBytes: number().nullable(), oomKills: number() })
  .describe("A cgroup that the command made; `path` is below the command's own. A null limit means none.");
export type NestedCgroup = z.output<typeof nestedCgroup>;

export const nestedCgroupsLine = object({
  kind: literal('nested-cgroups'),
  arm: string(),
  atMs: number(),
  own: limitCounts,
  cgroups: array(nestedCgroup),
}).describe('The cgroups that the command made below its own, and that were still there at its end.');
export type NestedCgroupsLine = z.output<typeof nestedCgroupsLine>;

export const leftBehindLine = object({
  kind: literal('left-behind'),
  arm: string(),
  atMs: number(),
  processes: array(object({ pid: number(), name: string() })),
}).describe('Processes that the command left running when its main process had ended; they were killed.');
export type LeftBehindLine = z.output<typeof leftBehindLine>;
