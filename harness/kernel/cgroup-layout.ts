import type { Sample } from '../recording/types.ts';

/** Where a version of the memory controller keeps the figures of a sample. */
export interface CgroupLayout {
  /** The file that is one number, and cheap: it is read at every tick. */
  usage: string;
  /** Fields of memory.stat by their name there. Fields that a kernel lacks are null in a sample. */
  stat: Record<string, keyof Sample>;
  /** The file of its limit. */
  limit: string;
  limitEvents: Counter;
  /** Whether this cgroup's limit events hold those of the cgroups below it. */
  countsBelow: boolean;
  oomKills: Counter;
  /** Further files of one number each. */
  single: Record<string, keyof Sample>;
  /** Further files of several lines: fields by file. */
  several: Record<string, Record<string, keyof Sample>>;
}

/** A counter: a field of a flat-keyed file, or the whole file where `field` is null. */
interface Counter {
  file: string;
  field: string | null;
}
