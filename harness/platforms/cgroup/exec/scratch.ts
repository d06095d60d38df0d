import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import type { ExecScratch } from '../../../recording/exec-line.ts';
import { mountTmpfs, unmount } from '../supervisor/scratch.ts';

/** A memory-backed scratch in this process's own mount namespace; a disk scratch is there already. */
export class ExecScratchMount {
  readonly #scratch: ExecScratch | null;
  #made = { folder: false, mount: false };

  constructor(scratch: ExecScratch | null) {
    this.#scratch = scratch;
  }

  make(): void {
    if (this.#scratch?.medium !== 'memory') return;
    const { directory, sizeBytes } = this.#scratch;
    if (!existsSync(directory)) {
      mkdirSync(directory);
      this.#made.folder = true;
    }
    mountTmpfs(directory, sizeBytes, '1777');
    this.#made.mount = true;
  }

  remove(): void {
    if (this.#scratch === null) return;
    const { folder, mount } = this.#made;
    this.#made = { folder: false, mount: false };
    if (mount) unmount(this.#scratch.directory);
    if (folder) rmdirSync(this.#scratch.directory);
  }
}
