import { existsSync, rmdirSync } from 'node:fs';
import { makeFolders } from '../../files/folders.ts';
import type { ExecScratch } from '../../recording/exec-line.ts';
import { mountTmpfs, unmount } from '../../kernel/tmpfs.ts';

/** Memory-backed scratch in this process's own mount namespace; a disk scratch is there already. */
export class ExecScratchMounts {
  readonly #scratch: ExecScratch[];
  readonly #cwd: string;
  /** Undone in reverse. */
  readonly #undo: (() => void)[] = [];

  constructor(scratch: ExecScratch[], cwd: string) {
    this.#scratch = scratch;
    this.#cwd = cwd;
  }

  make(): void {
    for (const scratch of this.#scratch) if (scratch.medium === 'memory') this.#mount(scratch);
    // A working folder that is hidden now is made anew, empty, as a container runtime does it.
    makeFolders(this.#cwd);
  }

  remove(): void {
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) undo();
  }

  #mount({ directory, sizeBytes }: Extract<ExecScratch, { medium: 'memory' }>): void {
    if (!existsSync(directory)) {
      makeFolders(directory); // all but the last only in an outer scratch
      this.#undo.push(() => rmdirSync(directory));
    }
    mountTmpfs(directory, sizeBytes, '1777');
    this.#undo.push(() => unmount(directory));
  }
}
