import { statfsSync } from 'node:fs';
import { monotonicMs } from '../../process/clock.ts';
import { attempt } from '../../kernel/procfs.ts';
import { poll } from '../../process/poll.ts';
import type { Scratch } from '../../recording/types.ts';
import type { Folder } from './scratch.ts';

const lookMs = 20;
/** A database removes its shared memory as soon as it has lost a process, and so does the kernel a deleted file. */
const recentMs = 500;

/**
 * What a pod's folders hold: those in memory together, or the one on a disk if nothing is in memory. After a kill,
 * the most that was in memory just before it, deleted files that are still open included.
 */
export class ScratchWatch {
  readonly #folders: Folder[];
  readonly #inMemory: Folder[];
  readonly #polling: { stop: () => Promise<void> };
  #recent: { atMs: number; bytes: number }[] = [];
  /** At the first kill since the last look. */
  #atKill: Promise<Scratch> | null = null;

  constructor(folders: Folder[]) {
    this.#folders = folders;
    this.#inMemory = folders.filter(({ fileSystem }) => fileSystem === 'tmpfs');
    this.#polling = poll(lookMs, async () => this.#see());
  }

  /** The kernel has killed a process of the app. */
  seeKill(): void {
    this.#atKill ??= this.#count();
  }

  /** Also begins to wait for the next kill. */
  async look(): Promise<Scratch> {
    const found = await (this.#atKill ?? this.#count());
    this.#atKill = null;
    return found;
  }

  stop(): Promise<void> {
    return this.#polling.stop();
  }

  async #count(): Promise<Scratch> {
    this.#see();
    const mostBytes = Math.max(...this.#recent.map(({ bytes }) => bytes));
    const inMemory = await sum(this.#inMemory);
    const bytes = Math.max(inMemory.bytes, mostBytes);
    const disk = this.#folders.find(({ fileSystem }) => fileSystem === 'disk');
    return disk && bytes === 0
      ? { ...(await disk.count()), fileSystem: 'disk', ...placesOf([disk]) }
      : { ...inMemory, bytes, fileSystem: 'tmpfs', ...placesOf(this.#inMemory) };
  }

  #see(): void {
    const atMs = monotonicMs();
    const bytes = this.#inMemory.reduce(
      (total, { path }) => total + (path === null ? 0 : usedBytes(path)),
      0,
    );
    this.#recent = [...this.#recent.filter((one) => one.atMs > atMs - recentMs), { atMs, bytes }];
  }
}

/** The sample app is told where its volume is. */
function placesOf(folders: Folder[]): Pick<Scratch, 'at'> {
  const at = folders.flatMap((folder) => folder.at ?? []);
  return at.length === 0 ? {} : { at };
}

async function sum(folders: Folder[]): Promise<Pick<Scratch, 'files' | 'bytes'>> {
  const counts = await Promise.all(folders.map(({ count }) => count()));
  return {
    files: counts.reduce((total, { files }) => total + files, 0),
    bytes: counts.reduce((total, { bytes }) => total + bytes, 0),
  };
}

function usedBytes(path: string): number {
  return (
    attempt(() => {
      const { blocks, bfree, bsize } = statfsSync(path);
      return (blocks - bfree) * bsize;
    }) ?? 0
  );
}
