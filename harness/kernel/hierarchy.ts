import { readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parseMounts } from './mounts.ts';

/** Where the memory controller is, and this process's cgroup in it. */
export interface MemoryHierarchy {
  version: 1 | 2;
  /** Folder where it is mounted. */
  mountPoint: string;
  /** Folder of this process's own cgroup. */
  own: string;
}

/** This host's memory controller as this process sees it; null if none is mounted, or not on Linux. */
export function ownHierarchy(): MemoryHierarchy | null {
  if (process.platform !== 'linux') return null;
  const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  return findMemoryHierarchy(mountinfo, readFileSync('/proc/self/cgroup', 'utf8'));
}

/**
 * Finds the memory controller in the texts of /proc/self/mountinfo and /proc/self/cgroup (proc(5), cgroups(7));
 * null if none is mounted. On a hybrid host v1 has it.
 */
export function findMemoryHierarchy(mountinfo: string, cgroup: string): MemoryHierarchy | null {
  const mounts = parseMounts(mountinfo);
  const v1 = mounts.find(({ fileSystem, options }) => fileSystem === 'cgroup' && options.includes('memory'));
  const v2 = mounts.find(({ fileSystem }) => fileSystem === 'cgroup2');
  const mount = v1 ?? v2;
  if (!mount) return null;
  const path = cgroup
    .split('\n')
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .find((match) => (v1 ? match?.[1]?.split(',').includes('memory') : match?.[1] === ''))?.[2];
  if (path === undefined) return null;
  // A container may see only part of the tree: then the mount's root is a prefix of the path.
  const isBelow =
    path === mount.root || path.startsWith(mount.root.endsWith('/') ? mount.root : `${mount.root}/`);
  const below = isBelow ? path.slice(mount.root.length) : path;
  return { version: v1 ? 1 : 2, mountPoint: mount.point, own: join(mount.point, below) };
}
