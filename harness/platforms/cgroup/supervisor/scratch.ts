import { rmSync } from 'node:fs';
import { makeFolders } from '../../../files/folders.ts';
import { countFiles } from '../../../kernel/count-files.ts';
import { mountTmpfs, unmount } from '../../../kernel/tmpfs.ts';
import { run } from '../../../process/run-system-program.ts';
import type { Scratch } from '../../../recording/types.ts';
import type { ScratchSettings } from './settings.ts';

/**
 * Makes the volume. A memory-backed one is a tmpfs in the supervisor's own mount namespace: it outlives containers
 * and goes with the supervisor, however that ends.
 */
export function makeScratch(scratch: ScratchSettings): void {
  makeFolders(scratch.directory);
  if (scratch.medium === 'memory') mountTmpfs(scratch.directory, scratch.sizeBytes, '0755');
}

/** Shows the volume where the app looks for it, once all that is below is mounted. */
export function showScratch({ directory, alsoAt }: ScratchSettings): void {
  if (alsoAt !== undefined) run('mount', ['--bind', directory, alsoAt]);
}

export function removeScratch(scratch: ScratchSettings): void {
  if (scratch.medium === 'memory') unmount(scratch.directory);
  rmSync(scratch.directory, { recursive: true, force: true });
}

export function hideScratch({ alsoAt }: ScratchSettings): void {
  if (alsoAt !== undefined) unmount(alsoAt);
}

/** What the volume holds now. */
export function measureScratch({ directory, medium }: ScratchSettings): Scratch {
  return { ...countFiles(directory), fileSystem: medium === 'memory' ? 'tmpfs' : 'disk' };
}
