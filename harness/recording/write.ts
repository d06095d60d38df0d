import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorder } from './types.ts';

export const recordingName = 'recording.ndjson';
/** Its name while the run goes on. */
export const partialName = `${recordingName}.partial`;

/** A recording in the making. It gets its name when it is closed, so what has the name is whole. */
export class RecordingFile {
  readonly #directory: string;
  readonly #descriptor: number;
  #closed = false;

  constructor(directory: string) {
    this.#directory = directory;
    this.#descriptor = openSync(join(directory, partialName), 'w');
  }

  readonly record: Recorder = (line) => {
    if (!this.#closed) writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
  };

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    renameSync(join(this.#directory, partialName), join(this.#directory, recordingName));
  }
}
