import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { removeCgroup } from '../../kernel/remove-cgroup.ts';
import { cgroupVersions, makeCgroup } from '../../kernel/cgroups.ts';
import { ownMounts } from '../../kernel/mounts.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';

/** Makes the cgroup for a run's pods. */
export function makeRunCgroup({ version, mountPoint }: MemoryHierarchy, run: string): void {
  const folder = join(mountPoint, run);
  makeCgroup(folder);
  cgroupVersions[version].openToChildren(folder);
}

/** Makes a pod's limited cgroup; returns its folder, and its path in the daemon's form. */
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
 * Removes a run's cgroup from all hierarchies: on v1 the daemon's runtime creates a container's parent in each of
 * them, and leaves it there.
 */
export async function removeEverywhere(path: string): Promise<void> {
  for (const folder of everywhere(path)) if (existsSync(folder)) await removeCgroup(folder);
}

/** A cgroup's folders in all hierarchies. */
export function everywhere(path: string): string[] {
  const hierarchies = ownMounts().filter(({ fileSystem }) => /^cgroup2?$/.test(fileSystem));
  return hierarchies.map(({ point }) => join(point, path));
}
