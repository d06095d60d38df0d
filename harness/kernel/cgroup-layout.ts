import type { Sample } from '../recording/types.ts';

/** Where a version of the memory controller keeps a sample's figures. */
export interface CgroupLayout {
  /** A file of one number, cheap enough to read at every tick. */
  usage: string;
  /** Fields of memory.stat by their name there. Fields that a kernel lacks are null in a sample. */
  stat: Record<string, keyof Sample>;
  /** The file with its limit. */
  limit: string;
  limitEvents: Counter;
  /** Whether this cgroup's limit events include those of its descendants. */
  countsBelow: boolean;
  oomKills: Counter;
  /** More files of one number each. */
  single: Record<string, keyof Sample>;
  /** More files of several lines: fields by file. */
  several: Record<string, Record<string, keyof Sample>>;
}

/** A counter: a field of a flat-keyed file, or the whole file if `field` is null. */
interface Counter {
  file: string;
  field: string | null;
}
