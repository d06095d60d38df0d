/** The figures of a memory cgroup, in the order of a sample row; see `columns`. */
export interface Sample {
  atMs: number;
  /** Charged to the cgroup and its descendants. */
  usage: number;
  anon: number;
  /** All file cache, including shmem. */
  file: number;
  /** tmpfs files, memfd, SysV and other shared memory; part of `file`. */
  shmem: number;
  dirty: number;
  writeback: number;
  /** Pages that can't be reclaimed because they are locked. */
  unevictable: number;
  inactiveFile: number;
  /** Null in recordings from before it was added. */
  activeFile: number | null;
  slabReclaimable: number | null;
  slabUnreclaimable: number | null;
  kernelStack: number | null;
  pageTables: number | null;
  sock: number | null;
  /** All kernel memory. */
  kernel: number | null;
  /** Charges that met this cgroup's limit and triggered reclaim (v2 `max`, v1 `failcnt`). */
  limitEvents: number;
  /** Processes killed at the limit, as counted in this cgroup. */
  oomKills: number;
  /** Part of `anon` in huge pages. This and the following are null in recordings of 0.1.0. */
  anonThp: number | null;
  /** The reclaim lists of anonymous memory and shmem. */
  activeAnon: number | null;
  inactiveAnon: number | null;
  swap: number | null;
  /** Pages, not bytes, dropped and read again so far. */
  refaultAnon: number | null;
  refaultFile: number | null;
  /** Total time that some, or all, of its processes waited for memory, in us (PSI; v2). */
  pressureSomeUs: number | null;
  pressureFullUs: number | null;
}

/**
 * Whether a figure may be null: some kernels or older recordings lack it. Figures that older kernels lack come last: a
 * row ends with the last figure available.
 */
const mayBeNull: { [Name in keyof Sample]: null extends Sample[Name] ? true : false } = {
  atMs: false,
  usage: false,
  anon: false,
  file: false,
  shmem: false,
  dirty: false,
  writeback: false,
  unevictable: false,
  inactiveFile: false,
  activeFile: true,
  slabReclaimable: true,
  slabUnreclaimable: true,
  kernelStack: true,
  pageTables: true,
  sock: true,
  kernel: true,
  limitEvents: false,
  oomKills: false,
  anonThp: true,
  activeAnon: true,
  inactiveAnon: true,
  swap: true,
  refaultAnon: true,
  refaultFile: true,
  pressureSomeUs: true,
  pressureFullUs: true,
};

export const columns = Object.keys(mayBeNull) as readonly (keyof Sample)[];

/** All else is in every sample. */
export const sometimesNull: ReadonlySet<keyof Sample> = new Set(columns.filter((name) => mayBeNull[name]));

/** A sample with these figures; all others are 0, or null where a kernel may lack them. */
export function sampleOf(figures: Partial<Sample>): Sample {
  const all = columns.map((name) => [name, figures[name] ?? (sometimesNull.has(name) ? null : 0)]);
  return Object.fromEntries(all);
}

export type SampleRow = readonly (number | null)[];

/** The figures of one column, row by row, or the one figure of all rows. */
export type SampleColumn = (number | null)[] | number | null;
