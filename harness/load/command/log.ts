import { closeSync, writeSync } from 'node:fs';

/** Nobody reads more, and a disk has an end. */
const mostBytes = 16 * 2 ** 20;

/** The file of a command's output, up to 16 MiB. */
export class Log {
  readonly #file: number;
  #left = mostBytes;

  constructor(file: number) {
    this.#file = file;
  }

  write(text: string): void {
    if (this.#left <= 0) return;
    this.#left -= writeSync(this.#file, text);
    if (this.#left <= 0) writeSync(this.#file, '\n(there was more)\n');
  }

  close(): void {
    this.#left = 0;
    closeSync(this.#file);
  }
}
