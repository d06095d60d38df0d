import { readFileSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { HostFacts } from '../recording/types.ts';
import { layouts } from './cgroup-layouts.ts';
import type { MemoryHierarchy } from './hierarchy.ts';
import { allPids, bytesIn, readProc } from './procfs.ts';

/** The facts of this host that decide what its kernel does at a memory limit. */
export function readHostFacts(
  hierarchy: MemoryHierarchy,
  parent: string,
  disk: HostFacts['disk'],
): HostFacts {
  const meminfo = readFileSync('/proc/meminfo', 'utf8');
  const bytes = (name: string) => bytesIn(meminfo, name) ?? 0;
  const available = Math.min(bytes('MemAvailable'), roomBelow(parent, hierarchy));
  return {
    kernel: release(),
    cgroupVersion: hierarchy.version,
    lruGen: readProc('/sys/kernel/mm/lru_gen/enabled')?.trim() ?? null,
    swapBytes: bytes('SwapTotal'),
    processors: availableParallelism(),
    memoryBytes: bytes('MemTotal'),
    availableBytes: available,
    node: process.version,
    damon: runsDamon(),
    disk,
  };
}

/** Room left by the limits of ancestor cgroups, as in a container; Infinity if unlimited. */
function roomBelow(parent: string, { version, mountPoint }: MemoryHierarchy): number {
  const files = layouts[version];
  let room = Infinity;
  for (let folder = parent; !relative(mountPoint, folder).startsWith('..'); folder = dirname(folder)) {
    const limit = numberIn(join(folder, files.limit));
    if (limit !== null) room = Math.min(room, limit - (numberIn(join(folder, files.usage)) ?? 0));
    if (folder === mountPoint) break;
  }
  return room;
}

/** The number in a file; null if there is no such file or it says `max`. */
function numberIn(file: string): number | null {
  const number = Number(readProc(file) ?? NaN);
  return Number.isNaN(number) ? null : number;
}

/** DAMON's kernel threads are named kdamond.N. https://docs.kernel.org/admin-guide/mm/damon/ */
function runsDamon(): boolean {
  return allPids().some((pid) => readProc(`/proc/${pid}/comm`)?.startsWith('kdamond') ?? false);
}
