import { closeSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ofDisk } from '../errors.ts';
import { withRightsFor } from '../files/rights.ts';
import { openNew } from '../files/write-file.ts';
import type { Recorder } from './types.ts';

export const recordingName = 'recording.ndjson';
/** Its name while the run goes on. */
export const partialName = `${recordingName}.partial`;

/** A recording in the making. It gets its name when it is closed, so what has the name is whole. */
export class RecordingFile {
  readonly #directory: string;
  readonly #descriptor: number;
  readonly #broken = new AbortController();
  #closed = false;

  constructor(directory: string) {
    this.#directory = directory;
    this.#descriptor = withRightsFor(directory, () => openNew(join(directory, partialName)));
  }

  /** Aborted, with a Failure, where the disk takes no more: what is not recorded need not be run. */
  get broken(): AbortSignal {
    return this.#broken.signal;
  }

  readonly record: Recorder = (line) => {
    if (this.#closed || this.broken.aborted) return;
    try {
      this.#write(Buffer.from(`${JSON.stringify(line)}\n`));
    } catch (error) {
      this.#broken.abort(ofDisk(error));
    }
  };

  /** A disk that is nearly full takes a part, and says so only to the next write. */
  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#descriptor, bytes, done);
  }

  /** Throws where not all was written: then it keeps its name of a recording in the making. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    this.broken.throwIfAborted();
    const [from, to] = [partialName, recordingName].map((name) => join(this.#directory, name)) as [
      string,
      string,
    ];
    withRightsFor(this.#directory, () => renameSync(from, to));
  }
}
