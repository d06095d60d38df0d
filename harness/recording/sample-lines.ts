/** Lines of the sampler: the figures of cgroups and of the node, and what the sampling itself cost. */

/** The figures of a memory cgroup in the order in which a sample row gives them; see `columns`. */
export interface Sample {
  atMs: number;
  /** Charged to the cgroup and all below it. */
  usage: number;
  anon: number;
  /** All file cache, shmem included. */
  file: number;
  /** tmpfs files, memfd, SysV and other shared memory; part of `file`. */
  shmem: number;
  dirty: number;
  writeback: number;
  /** Pages that can't be reclaimed because they are locked. */
  unevictable: number;
  inactiveFile: number;
  /** Null in recordings from before it was kept. */
  activeFile: number | null;
  slabReclaimable: number | null;
  slabUnreclaimable: number | null;
  kernelStack: number | null;
  pageTables: number | null;
  sock: number | null;
  /** All kernel memory. */
  kernel: number | null;
  /** Charges that met the limit and set reclaim going (v2 `max`, v1 `failcnt`), at this cgroup. */
  limitEvents: number;
  /** Processes killed at the limit, as counted in this cgroup. */
  oomKills: number;
}

export const columns = [
  'atMs',
  'usage',
  'anon',
  'file',
  'shmem',
  'dirty',
  'writeback',
  'unevictable',
  'inactiveFile',
  'activeFile',
  'slabReclaimable',
  'slabUnreclaimable',
  'kernelStack',
  'pageTables',
  'sock',
  'kernel',
  'limitEvents',
  'oomKills',
] as const satisfies readonly (keyof Sample)[];

/** What some kernels do not tell, and what recordings of before lack; all else is in every sample. */
export const sometimesNull: ReadonlySet<keyof Sample> = new Set<NullableColumn>([
  'activeFile',
  'slabReclaimable',
  'slabUnreclaimable',
  'kernelStack',
  'pageTables',
  'sock',
  'kernel',
]);

type NullableColumn = { [Name in keyof Sample]: null extends Sample[Name] ? Name : never }[keyof Sample];

export type SampleRow = readonly (number | null)[];

/** Rows of one cgroup, about a tenth of a second of them. `level` is `pod`, or `life-N` for a container. */
export interface SamplesLine {
  kind: 'samples';
  arm: string;
  level: string;
  rows: SampleRow[];
}

/** A container's cgroup came, had a process killed in it, or went, as the sampler saw it. */
export interface ContainerLine {
  kind: 'container';
  arm: string;
  /** Name of the cgroup's folder. */
  level: string;
  atMs: number;
  state: 'seen' | 'killed' | 'gone';
  /** Kills counted in it so far. */
  oomKills: number;
}

/** A notice of the sampler, less what all of them share. */
export type Notice = Omit<ContainerLine, 'kind' | 'arm'>;

/** What the whole node could still give, in bytes (MemAvailable), ten times a second. */
export interface NodeLine {
  kind: 'node';
  arm: string;
  atMs: number;
  memAvailable: number;
}

/** What the sampler did itself. A tick is missed where it came later than one interval. */
export interface SamplerLine {
  kind: 'sampler';
  arm: string;
  intervalMs: number;
  ticks: number;
  missedTicks: number;
  longestGapMs: number;
  cpuMs: number;
  wallMs: number;
}
