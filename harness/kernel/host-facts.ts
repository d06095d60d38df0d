import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { systemCode } from '../errors.ts';
import type { HostFacts } from '../recording/types.ts';
import type { MemoryHierarchy } from './hierarchy.ts';

/** The facts of this host that decide what its kernel does at a memory limit. */
export function readHostFacts(
  hierarchy: MemoryHierarchy,
  parent: string,
  disk: HostFacts['disk'],
): HostFacts {
  const meminfo = readFileSync('/proc/meminfo', 'utf8');
  const kibibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1] ?? 0) * 1024;
  const available = Math.min(kibibytes('MemAvailable'), roomBelow(parent, hierarchy));
  return {
    kernel: release(),
    cgroupVersion: hierarchy.version,
    lruGen: readLruGen(),
    swapBytes: kibibytes('SwapTotal'),
    processors: availableParallelism(),
    memoryBytes: kibibytes('MemTotal'),
    availableBytes: available,
    node: process.version,
    damon: runsDamon(),
    disk,
  };
}

/** Room that the limits of the cgroups above leave, as in a container; Infinity where there is none. */
function roomBelow(parent: string, { version, mountPoint }: MemoryHierarchy): number {
  const [limitFile, usageFile] =
    version === 1 ? ['memory.limit_in_bytes', 'memory.usage_in_bytes'] : ['memory.max', 'memory.current'];
  let room = Infinity;
  for (let folder = parent; !relative(mountPoint, folder).startsWith('..'); folder = dirname(folder)) {
    const limit = numberIn(join(folder, limitFile));
    if (limit !== null) room = Math.min(room, limit - (numberIn(join(folder, usageFile)) ?? 0));
    if (folder === mountPoint) break;
  }
  return room;
}

/** The number in a file; null where there is no such file or it says `max`. */
function numberIn(file: string): number | null {
  if (!existsSync(file)) return null;
  const number = Number(readFileSync(file, 'utf8'));
  return Number.isNaN(number) ? null : number;
}

function readLruGen(): string | null {
  const file = '/sys/kernel/mm/lru_gen/enabled';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** DAMON's kernel threads are called kdamond.N. https://docs.kernel.org/admin-guide/mm/damon/ */
function runsDamon(): boolean {
  return readdirSync('/proc').some((entry) => {
    const comm = join('/proc', entry, 'comm');
    try {
      return /^\d+$/.test(entry) && readFileSync(comm, 'utf8').startsWith('kdamond');
    } catch (error) {
      if (['ENOENT', 'ESRCH'].includes(systemCode(error) ?? '')) return false; // it ended meanwhile
      throw error;
    }
  });
}
