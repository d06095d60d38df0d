import { closeSync, openSync, readSync } from 'node:fs';
import { bytesIn } from '../kernel/procfs.ts';

const everyMs = 100;

/** The node's MemAvailable, a few times a second, from a descriptor that stays open. */
export class NodeMemory {
  readonly #descriptor = openSync('/proc/meminfo', 'r');
  readonly #buffer = Buffer.allocUnsafe(4096);
  #readMs = -everyMs;

  /** In bytes; null if it was read a moment ago, or on kernels without it (before 3.14). */
  read(atMs: number): number | null {
    if (atMs - this.#readMs < everyMs) return null;
    this.#readMs = atMs;
    const length = readSync(this.#descriptor, this.#buffer, 0, this.#buffer.length, 0);
    return bytesIn(this.#buffer.toString('latin1', 0, length), 'MemAvailable');
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
