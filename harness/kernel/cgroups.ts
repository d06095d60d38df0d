import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layouts } from './cgroup-layouts.ts';
import { nestedPaths } from './nested-paths.ts';
import { readProc } from './procfs.ts';

export interface CgroupVersion {
  /** Enables the memory controller for cgroups below this folder. */
  openToChildren(folder: string): void;
  /** Sets the limit and denies swap beyond it. */
  limit(folder: string, bytes: number): void;
  /** As a kubelet does, has the kernel kill a container as a whole (v2, memory.oom.group); v1 can't. */
  killAsOne(folder: string): void;
  /** Kills counted in this cgroup and its existing descendants, and the file that says so. */
  oomKills(folder: string): { count: number; from: string };
  usage(folder: string): { usage: number; shmem: number; anon: number; kernel: number };
  /** Current charge, for polling: a file of one number, read in an eighth of the time of `usage`. */
  charged(folder: string): number;
  /** Highest charge ever; null on kernels without that mark (v2 before 5.19). */
  peak(folder: string): number | null;
}

/** More than the kernel charges at once. */
const swapMarginBytes = 4 * 2 ** 20;

export const cgroupVersions: Record<1 | 2, CgroupVersion> = {
  1: {
    openToChildren: () => undefined,
    limit: (folder, bytes) => {
      write(folder, layouts[1].limit, bytes);
      write(folder, 'memory.swappiness', 0); // keeps this cgroup out of swap
      // Absent without swap accounting; the platform then refuses a host with swap. Slightly above the memory
      // limit, since a charge that meets this limit first is not counted in failcnt (kernel 6.18).
      const memsw = 'memory.memsw.limit_in_bytes';
      if (existsSync(join(folder, memsw))) write(folder, memsw, bytes + swapMarginBytes);
    },
    killAsOne: () => undefined,
    // On v1 a kill counts where its victim was, and nowhere above (memcg_memory_event, cgroup_subsys_on_dfl).
    oomKills: (folder) => {
      const { count, from } = counter(folder, 'memory.oom_control', 'oom_kill');
      const nested = nestedPaths(folder).map((path) => join(folder, path, 'memory.oom_control'));
      const below = nested.reduce((sum, file) => sum + field(readProc(file) ?? '', 'oom_kill'), 0);
      return { count: count + below, from: below > 0 ? `${from}, and in cgroups below it` : from };
    },
    usage: (folder) => {
      const usage = charged(1)(folder);
      const stat = read(folder, 'memory.stat');
      const kernel = Number(readProc(join(folder, 'memory.kmem.usage_in_bytes')));
      return { usage, shmem: field(stat, 'total_shmem'), anon: field(stat, 'total_rss'), kernel };
    },
    charged: charged(1),
    peak: (folder) => Number(read(folder, 'memory.max_usage_in_bytes')),
  },
  2: {
    openToChildren: (folder) => write(folder, 'cgroup.subtree_control', '+memory'),
    limit: (folder, bytes) => {
      write(folder, layouts[2].limit, bytes);
      if (existsSync(join(folder, 'memory.swap.max'))) write(folder, 'memory.swap.max', 0);
    },
    killAsOne: (folder) => write(folder, 'memory.oom.group', 1),
    oomKills: (folder) => counter(folder, 'memory.events', 'oom_kill'),
    usage: (folder) => {
      const usage = charged(2)(folder);
      const stat = read(folder, 'memory.stat');
      return { usage, shmem: field(stat, 'shmem'), anon: field(stat, 'anon'), kernel: field(stat, 'kernel') };
    },
    charged: charged(2),
    peak: (folder) => Number(readProc(join(folder, 'memory.peak'))) || null,
  },
};

function charged(version: 1 | 2): (folder: string) => number {
  return (folder) => Number(read(folder, layouts[version].usage));
}

/** Makes a cgroup; an existing one belongs to someone else and is an error (EEXIST). */
export function makeCgroup(folder: string): void {
  mkdirSync(folder);
  countWhatIsBelow(folder);
}

/**
 * v1 before Linux 5.11: a cgroup's usage includes its descendants only with `use_hierarchy`. New cgroups inherit
 * it; otherwise it may be set while there is no child.
 * https://docs.kernel.org/admin-guide/cgroup-v1/memory.html (6. Hierarchy support)
 */
export function countWhatIsBelow(folder: string): void {
  if (readProc(join(folder, 'memory.use_hierarchy'))?.trim() === '0')
    write(folder, 'memory.use_hierarchy', 1);
}

function counter(folder: string, file: string, name: string): { count: number; from: string } {
  return { count: field(read(folder, file), name), from: `${join(folder, file)}: ${name}` };
}

export function field(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function write(folder: string, file: string, value: string | number): void {
  writeFileSync(join(folder, file), String(value));
}
