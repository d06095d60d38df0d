import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { removeCgroup } from '../../kernel/remove-cgroup.ts';
import { cgroupVersions, makeCgroup } from '../../kernel/cgroups.ts';
import { ownMounts } from '../../kernel/mounts.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';

/** Makes the cgroup that a run's pods lie in. */
export function makeRunCgroup({ version, mountPoint }: MemoryHierarchy, run: string): void {
  const folder = join(mountPoint, run);
  makeCgroup(folder);
  cgroupVersions[version].openToChildren(folder);
}

/** Makes a pod's limited cgroup; gives its folder, and its path as the daemon takes it for a parent. */
export function makePodCgroup(
  { version, mountPoint }: MemoryHierarchy,
  run: string,
  pod: string,
  limitBytes: number,
): { folder: string; parent: string } {
  const folder = join(mountPoint, run, pod);
  makeCgroup(folder);
  cgroupVersions[version].limit(folder, limitBytes);
  return { folder, parent: `/${run}/${pod}` };
}

/**
 * Removes a cgroup of the run from all hierarchies: on v1 the daemon's runtime makes the parent of a
 * container in each of them, and leaves it there.
 */
export async function removeEverywhere(path: string): Promise<void> {
  for (const folder of everywhere(path)) if (existsSync(folder)) await removeCgroup(folder);
}

/** The folders of a cgroup in all hierarchies. */
export function everywhere(path: string): string[] {
  const hierarchies = ownMounts().filter(({ fileSystem }) => /^cgroup2?$/.test(fileSystem));
  return hierarchies.map(({ point }) => join(point, path));
}
