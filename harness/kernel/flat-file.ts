import { closeSync, openSync, readSync } from 'node:fs';

const newline = 10;
const digit0 = 48;
/** Shared by all files: each is read in one go. */
const buffer = Buffer.allocUnsafe(16 * 1024);

/**
 * A cgroup file of `key value` lines (or of one number), kept open and reread from the start. The line of each key
 * is learned once, at opening, as the kernel always prints the same lines. Unknown keys are skipped. A read costs
 * one system call and one pass over the bytes. Reads throw ENODEV once the cgroup is gone.
 */
export class FlatFile {
  readonly #descriptor: number;
  /** For each line, the slot of its number, or -1. */
  readonly #slots: Int16Array;

  /** The number of `keys[i]` goes to `values[i]`; null stands for a file of one number. */
  constructor(path: string, keys: readonly (string | null)[]) {
    this.#descriptor = openSync(path, 'r');
    const length = this.#readFirst();
    const lines = buffer.toString('latin1', 0, length).trimEnd().split('\n');
    this.#slots = Int16Array.from(lines, (line) =>
      keys.indexOf(line.includes(' ') ? (line.split(' ')[0] ?? '') : null),
    );
  }

  /** Slots of the keys that this kernel prints. */
  get slots(): ReadonlySet<number> {
    return new Set(this.#slots);
  }

  readInto(values: (number | null)[], target: readonly number[]): void {
    const length = readSync(this.#descriptor, buffer, 0, buffer.length, 0);
    let line = 0;
    let value = 0;
    for (let index = 0; index < length; index++) {
      const byte = buffer[index] as number;
      if (byte === newline) {
        const slot = this.#slots[line++] ?? -1;
        if (slot >= 0) values[target[slot] as number] = value;
        value = 0;
      } else {
        const digit = byte - digit0;
        // The space after a key resets what its digits added.
        value = digit >= 0 && digit <= 9 ? value * 10 + digit : 0;
      }
    }
  }

  /** If it opens but can't be read, as without PSI, it is closed again. */
  #readFirst(): number {
    try {
      return readSync(this.#descriptor, buffer, 0, buffer.length, 0);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
