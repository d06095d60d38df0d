import { existsSync, statfsSync } from 'node:fs';
import { shmFolder } from '../../../scenario/media.ts';
import { mountTmpfs, unmount } from '../../../kernel/tmpfs.ts';

/** How containerd mounts a sandbox's /dev/shm (v2.3, `setupSandboxFiles`); Docker does the same. */
const options = ['nosuid', 'nodev', 'noexec'];
/** Less free space than this counts as full: programs that write in blocks may leave a page or two. */
const spareBytes = 64 * 1024;

/**
 * A fresh /dev/shm in this process's own mount namespace, as a pod has: its contents go with the namespace, and the
 * host's is neither seen nor filled. `sizeBytes` null: something else is mounted there.
 */
export class OwnShm {
  readonly #sizeBytes: number | null;
  #made = false;

  constructor(sizeBytes: number | null) {
    this.#sizeBytes = sizeBytes;
  }

  /** A host without the folder gets none: it would have to be created in the host's own /dev. */
  make(): void {
    if (this.#sizeBytes === null || !existsSync(shmFolder)) return;
    mountTmpfs(shmFolder, this.#sizeBytes, '1777', options);
    this.#made = true;
  }

  /** Cheap enough to call every few milliseconds. */
  isFull(): boolean {
    if (!this.#made) return false;
    const { bavail, bsize } = statfsSync(shmFolder);
    return bavail * bsize < spareBytes;
  }

  remove(): void {
    if (this.#made) unmount(shmFolder);
    this.#made = false;
  }
}
