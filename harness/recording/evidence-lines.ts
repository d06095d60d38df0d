/** Lines that others than the sampler give as evidence: commands, /proc, the kernel's log. */

/** A command that a person would run by hand, and what it really printed. */
export interface EvidenceLine {
  kind: 'evidence';
  arm: string;
  atMs: number;
  /** What it shows, in words. */
  what: string;
  command: string;
  output: string;
  exitCode: number | null;
}

/**
 * Who holds what, as /proc tells it. `start`: before the command ran. `alive`: while its processes lived.
 * `after`: once the main process had ended; what is held then outlives it.
 */
export interface HoldersLine {
  kind: 'holders';
  arm: string;
  atMs: number;
  when: 'start' | 'alive' | 'after';
  /** What is charged to the cgroup at this moment. */
  charged: { usage: number; shmem: number; anon: number; kernel: number };
  mounts: TmpfsMount[];
  processes: ProcessHolding[];
  deletedFiles: DeletedFile[];
  /** Files on a tmpfs that processes may write at this moment. Absent in recordings of 0.1.0. */
  writtenFiles?: WrittenFile[];
  /** Resident bytes of System V segments of the command's own IPC namespace. */
  sysvBytes: number;
  /** These segments, the largest. Absent in recordings of 0.1.0. */
  sysvSegments?: SysvSegment[];
  /** Memory of unread data in AF_UNIX sockets; null where nobody looked or nobody could. */
  unixSocketBytes: number | null;
  /** How long it took to find out. */
  tookMs: number;
}

export interface TmpfsMount {
  point: string;
  /** By statfs; a size of 0 is none. Absent in recordings of 0.1.0. */
  usedBytes: number;
  sizeBytes?: number;
  /** Mounted for this command, and gone with it: its /dev/shm, its scratch. */
  own?: boolean;
  /** Its files that were made or changed since the command began; null where nobody counted. */
  files: ChangedFiles | null;
}

export interface ChangedFiles {
  count: number;
  bytes: number;
  /** Of those that were there before: pages of theirs may be charged to somebody else. Absent in recordings of 0.1.0. */
  oldBytes?: number;
  /** With the user that owns each, where that is known. */
  largest: { path: string; bytes: number; uid?: number }[];
}

/** Managed runtimes: what runs in them has a heap that a collector looks after. */
export const runtimes = ['node', 'jvm', 'python', 'ruby', 'go', 'dotnet'] as const;
export type Runtime = (typeof runtimes)[number];

export interface ProcessHolding {
  pid: number;
  name: string;
  /** Null where it has none; absent where that was not seen, as in recordings from before it was looked for. */
  runtime?: Runtime | null;
  /** RssAnon, RssFile, RssShmem and VmPTE of /proc/PID/status. */
  anonBytes: number;
  fileBytes: number;
  shmemBytes: number;
  pageTableBytes: number;
  threads: number;
  /** Anonymous memory in the stacks of its threads; null where nobody looked. */
  stackBytes: number | null;
  userMs: number;
  systemMs: number;
  /** What it has given to write calls, to files, pipes and sockets alike (wchar of /proc/PID/io). */
  writtenBytes?: number | null;
}

/** A file that has no name any more and lives on because it is open. memfd are such files by nature. */
export interface DeletedFile {
  path: string;
  bytes: number;
  on: 'tmpfs' | 'memfd' | 'disk';
  /** One of those that have it open or mapped, and all of them; the second is absent in recordings of 0.1.0. */
  pid: number;
  pids?: number[];
}

/** A System V segment lives on without its creator, until somebody removes it. */
export interface SysvSegment {
  /** Resident. */
  bytes: number;
  creatorPid: number;
}

/** A file with a name that processes have open for writing, or mapped so that they can write it. */
export interface WrittenFile {
  path: string;
  bytes: number;
  pids: number[];
  how: 'open' | 'mapped';
}

/** The kernel's own lines on the kills in one cgroup, from /dev/kmsg. */
export interface KernelLogLine {
  kind: 'kernel-log';
  arm: string;
  atMs: number;
  lines: string[];
  /** Why it could not be read; null where it was. */
  unreadable: string | null;
  /** Whether its process ids are those of this process: inside of a PID namespace they are others. */
  pidsComparable: boolean;
}

/** How often a cgroup's own limit was met; `ooms`: with nothing to reclaim, which v1 does not count (null). */
export interface LimitCounts {
  limitEvents: number;
  ooms: number | null;
}

/** A cgroup that the command made, by its path below the command's own. Null: it has no limit. */
export interface NestedCgroup extends LimitCounts {
  path: string;
  limitBytes: number | null;
  oomKills: number;
}

/** The cgroups below the command's own at its end, where it had made some; those that are gone are not in it. */
export interface NestedCgroupsLine {
  kind: 'nested-cgroups';
  arm: string;
  atMs: number;
  own: LimitCounts;
  cgroups: NestedCgroup[];
}

/** Processes that the command left running when its main process had ended; they were killed. */
export interface LeftBehindLine {
  kind: 'left-behind';
  arm: string;
  atMs: number;
  processes: { pid: number; name: string }[];
}
