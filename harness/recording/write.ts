import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorder } from './types.ts';

export const recordingName = 'recording.ndjson';

/** A recording in the making. It gets its name when it is closed, so what has the name is whole. */
export class RecordingFile {
  readonly #path: string;
  readonly #descriptor: number;
  #closed = false;

  constructor(directory: string) {
    this.#path = join(directory, recordingName);
    this.#descriptor = openSync(`${this.#path}.partial`, 'w');
  }

  readonly record: Recorder = (line) => {
    if (!this.#closed) writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
  };

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    renameSync(`${this.#path}.partial`, this.#path);
  }
}
