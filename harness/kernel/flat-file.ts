import { closeSync, openSync, readSync } from 'node:fs';

const newline = 10;
const digit0 = 48;
/** One for all files: each is read to its end at once. */
const buffer = Buffer.allocUnsafe(16 * 1024);

/**
 * A cgroup file of `key value` lines (or of one number), kept open and read again from its start. Which
 * line holds which key is learned once, at opening: the kernel prints the same lines each time, only the
 * numbers change. Unknown keys are passed over. A read costs one system call and one walk over the bytes.
 * Reads throw ENODEV once the cgroup is gone.
 */
export class FlatFile {
  readonly #descriptor: number;
  /** For each line, the slot its number goes to, or -1. */
  readonly #slots: Int16Array;

  /** `keys[i]` is the key whose number goes to `values[i]`; null stands for a file that is one number. */
  constructor(path: string, keys: readonly (string | null)[]) {
    this.#descriptor = openSync(path, 'r');
    const length = this.#readFirst();
    const lines = buffer.toString('latin1', 0, length).trimEnd().split('\n');
    this.#slots = Int16Array.from(lines, (line) =>
      keys.indexOf(line.includes(' ') ? (line.split(' ')[0] ?? '') : null),
    );
  }

  /** The keys that this kernel does print, as slots. */
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
        // A key's own digits are wiped by the space that follows it.
        value = digit >= 0 && digit <= 9 ? value * 10 + digit : 0;
      }
    }
  }

  /** Where it can be opened and not read, as without PSI, it is not kept open. */
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
