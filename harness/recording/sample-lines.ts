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
  /** Part of `anon`: in huge pages. This and what follows is null in recordings of 0.1.0. */
  anonThp: number | null;
  /** The lists that reclaim goes through: anonymous memory and shmem. */
  activeAnon: number | null;
  inactiveAnon: number | null;
  swap: number | null;
  /** Pages, not bytes, that were dropped and had to be read again, so far. */
  refaultAnon: number | null;
  refaultFile: number | null;
  /** For how long some, or all, of its processes waited for memory so far, in us (PSI; v2). */
  pressureSomeUs: number | null;
  pressureFullUs: number | null;
}

/** What the older kernels do not tell comes last: a row ends with the last figure that there is. */
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
  'anonThp',
  'activeAnon',
  'inactiveAnon',
  'swap',
  'refaultAnon',
  'refaultFile',
  'pressureSomeUs',
  'pressureFullUs',
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
  'anonThp',
  'activeAnon',
  'inactiveAnon',
  'swap',
  'refaultAnon',
  'refaultFile',
  'pressureSomeUs',
  'pressureFullUs',
]);

type NullableColumn = { [Name in keyof Sample]: null extends Sample[Name] ? Name : never }[keyof Sample];

export type SampleRow = readonly (number | null)[];

/** The figures of one column, row by row, or the one figure that all rows of the line have. */
export type SampleColumn = (number | null)[] | number | null;

/**
 * Samples of one cgroup, about a tenth of a second of them; they come as the limit came near, not evenly. `level` is
 * `pod`, or `life-N` for a container.
 */
export interface SamplesLine {
  kind: 'samples';
  arm: string;
  level: string;
  /** In the order that the line on the run names; the first, the times, is always row by row. */
  columns: SampleColumn[];
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

/** A limit of memory; null where the cgroup has none. */
export interface CgroupLimit {
  /** Folder of the cgroup, as the sampler sees it. */
  cgroup: string;
  limitBytes: number | null;
}

/**
 * The limits of a cgroup and of those above it, the innermost first: the least is the one in force. Once for the pod
 * and once for each container, and again where they changed soon after. Absent in recordings of 0.1.0.
 */
export interface LimitsLine {
  kind: 'limits';
  arm: string;
  /** As in the rows of samples. */
  level: string;
  atMs: number;
  limits: CgroupLimit[];
}

/** Limits as the sampler has them, less what all of them share. */
export type LimitsNotice = Omit<LimitsLine, 'kind' | 'arm'>;

/** What the whole node could still give, in bytes (MemAvailable), ten times a second. */
export interface NodeLine {
  kind: 'node';
  arm: string;
  atMs: number;
  memAvailable: number;
}

/** How often the sampler looks: as soon as the limit could be met, were memory filled as fast as a host can. */
export interface Pace {
  /** Between two looks, at the least. */
  finestMs: number;
  /** And at the most. */
  longestMs: number;
  /** The most that can be charged to one cgroup of the host. */
  fillBytesPerMs: number;
}

/** What the sampler did itself. A tick is missed where a look came later than the one after it was due. */
export interface SamplerLine {
  kind: 'sampler';
  arm: string;
  /** The finest that it looks at. */
  intervalMs: number;
  /** The rule that was in force; absent in recordings of 0.1.0, where a look was due each `intervalMs`. */
  pace?: Pace;
  ticks: number;
  missedTicks: number;
  /** By how much the latest look was late, and `intervalMs`: of looks that are due so far apart, the longest gap. */
  longestGapMs: number;
  cpuMs: number;
  wallMs: number;
}
