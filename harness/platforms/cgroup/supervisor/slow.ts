import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitDevice, removeLoopDevice } from '../../../kernel/remove-mounts.ts';
import { run } from '../../../process/run-system-program.ts';
import type { SlowedDisk } from './settings.ts';

/** Sparse: only written blocks take space on the disk below. */
const imageBytes = 512 * 2 ** 20;

/** A slow disk; release it first, or it can't be removed in time. */
export class SlowDisk {
  readonly #disk: SlowedDisk;
  readonly #directory: string;
  #loop: string | null = null;
  #mounted = false;

  constructor(disk: SlowedDisk, directory: string) {
    this.#disk = disk;
    this.#directory = directory;
  }

  /** Makes it, then slows it. */
  make(): void {
    if (this.#disk.by === 'loop') {
      const { image } = this.#disk;
      writeFileSync(image, '', { flag: 'wx' }); // follows no link
      truncateSync(image, imageBytes);
      const now = 'lazy_itable_init=0,lazy_journal_init=0'; // leaves nothing to write later
      run('mkfs.ext4', ['-q', '-F', '-E', now, image]);
      // Direct I/O: otherwise writes to the device are cached again as pages of the file.
      this.#loop = run('losetup', ['--find', '--show', '--direct-io=on', image]).trim();
      run('mount', ['-t', 'ext4', this.#loop, this.#directory]);
      this.#mounted = true;
    }
    this.#limit(this.#disk.bytesPerSecond);
  }

  /** Lifts its limit. Idempotent. */
  release(): void {
    this.#limit(null);
  }

  async remove(): Promise<void> {
    this.release();
    if (this.#mounted) run('umount', ['--lazy', this.#directory]);
    this.#mounted = false;
    this.#loop = null;
    if (this.#disk.by !== 'loop') return;
    await removeLoopDevice(this.#disk.image);
    rmSync(this.#disk.image, { force: true });
  }

  #limit(bytesPerSecond: number | null): void {
    if (this.#disk.by === 'io.max') {
      const { podCgroup, device } = this.#disk;
      const file = join(podCgroup, 'io.max');
      if (existsSync(file)) writeFileSync(file, `${device} wbps=${bytesPerSecond ?? 'max'}`);
      return;
    }
    if (this.#loop !== null) limitDevice(this.#loop, bytesPerSecond);
  }
}
