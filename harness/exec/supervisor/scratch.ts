import { existsSync, rmdirSync } from 'node:fs';
import { makeFolders } from '../../files/folders.ts';
import type { ExecScratch } from '../../recording/exec-line.ts';
import { mountTmpfs, unmount } from '../../kernel/tmpfs.ts';

/** Mounts memory-backed scratch in this process's own mount namespace; disk scratch exists already. */
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
    // Recreates, empty, a working folder that is now hidden, as a container runtime does.
    makeFolders(this.#cwd);
  }

  remove(): void {
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) undo();
  }

  #mount({ directory, sizeBytes }: Extract<ExecScratch, { medium: 'memory' }>): void {
    if (!existsSync(directory)) {
      makeFolders(directory); // parents are only ever missing inside an outer scratch
      this.#undo.push(() => rmdirSync(directory));
    }
    mountTmpfs(directory, sizeBytes, '1777');
    this.#undo.push(() => unmount(directory));
  }
}
