import { readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { unescapeOctal } from './unescape-octal.ts';

/** Where the memory controller is, and which cgroup of it this process is in. */
export interface MemoryHierarchy {
  version: 1 | 2;
  /** Folder where it is mounted. */
  mountPoint: string;
  /** Folder of this process's own cgroup. */
  own: string;
}

/** The memory controller of this host as this process sees it; null where none is mounted, and off Linux. */
export function ownHierarchy(): MemoryHierarchy | null {
  if (process.platform !== 'linux') return null;
  const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  return findMemoryHierarchy(mountinfo, readFileSync('/proc/self/cgroup', 'utf8'));
}

/**
 * Finds the memory controller in the texts of /proc/self/mountinfo and /proc/self/cgroup (proc(5),
 * cgroups(7)); null where none is mounted. On a hybrid host it is where v1 has it.
 */
export function findMemoryHierarchy(mountinfo: string, cgroup: string): MemoryHierarchy | null {
  const mounts = mountinfo.split('\n').flatMap(parseMount);
  const v1 = mounts.find(({ type, options }) => type === 'cgroup' && options.split(',').includes('memory'));
  const v2 = mounts.find(({ type }) => type === 'cgroup2');
  const mount = v1 ?? v2;
  if (!mount) return null;
  const path = cgroup
    .split('\n')
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .find((match) => (v1 ? match?.[1]?.split(',').includes('memory') : match?.[1] === ''))?.[2];
  if (path === undefined) return null;
  // A container may see a part of the tree only: then the mount's root is part of the path.
  const isBelow =
    path === mount.root || path.startsWith(mount.root.endsWith('/') ? mount.root : `${mount.root}/`);
  const below = isBelow ? path.slice(mount.root.length) : path;
  return { version: v1 ? 1 : 2, mountPoint: mount.point, own: join(mount.point, below) };
}

interface Mount {
  root: string;
  point: string;
  type: string;
  options: string;
}

function parseMount(line: string): Mount[] {
  const [before, after] = line.split(' - ');
  const [, , , root, point] = before?.split(' ') ?? [];
  const [type, , options] = after?.split(' ') ?? [];
  if (root === undefined || point === undefined || type === undefined) return [];
  return [{ root, point: unescapeOctal(point), type, options: options ?? '' }];
}
