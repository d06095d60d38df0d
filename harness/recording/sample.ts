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

/**
 * Whether a figure may be null: some kernels do not tell it, or recordings of before lack it. What the older kernels do
 * not tell comes last: a row ends with the last figure that there is.
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

export type SampleRow = readonly (number | null)[];

/** The figures of one column, row by row, or the one figure that all rows of the line have. */
export type SampleColumn = (number | null)[] | number | null;
