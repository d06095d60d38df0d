import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../../errors.ts';
import { makeFolders } from '../../../files/folders.ts';
import type { Scratch } from '../../../recording/types.ts';
import { run } from '../../../process/run-system-program.ts';
import type { ScratchSettings } from './settings.ts';

/**
 * Makes the volume. A memory-backed one is a tmpfs, mounted in the supervisor's own mount namespace, so
 * that it outlives the containers and ends with the supervisor, however that ends.
 */
export function makeScratch(scratch: ScratchSettings): void {
  makeFolders(scratch.directory);
  if (scratch.medium === 'disk') return;
  const { directory, sizeBytes, alsoAt } = scratch;
  mountTmpfs(directory, sizeBytes, '0755');
  if (alsoAt !== undefined) run('mount', ['--bind', directory, alsoAt]);
}

/** What `mount` and `df` call the tmpfs mounts of ours. */
export const ownTmpfs = 'not-a-leak-scratch';

/** Without a size the kernel takes half of the host's memory. */
export function mountTmpfs(
  directory: string,
  sizeBytes: number | null,
  mode: string,
  more: string[] = [],
): void {
  const size = sizeBytes === null ? [] : [`size=${sizeBytes}`];
  const options = [...size, `mode=${mode}`, ...more].join(',');
  run('mount', ['-t', 'tmpfs', '-o', options, ownTmpfs, directory]);
}

/** At once, also while a process has files open there. */
export function unmount(directory: string): void {
  run('umount', ['--lazy', directory]);
}

export function removeScratch(scratch: ScratchSettings): void {
  if (scratch.medium === 'memory') {
    if (scratch.alsoAt !== undefined) unmount(scratch.alsoAt);
    unmount(scratch.directory);
  }
  rmSync(scratch.directory, { recursive: true, force: true });
}

/** What lies on the volume now. Files that go while it is counted are not counted. */
export function measureScratch({ directory, medium }: ScratchSettings): Scratch {
  const files = filesBelow(directory);
  const bytes = files.reduce((sum, file) => sum + allocatedBytes(file), 0);
  return { files: files.length, bytes, fileSystem: medium === 'memory' ? 'tmpfs' : 'disk' };
}

function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function allocatedBytes(file: string): number {
  try {
    return statSync(file).blocks * 512;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
