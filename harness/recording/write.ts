import { closeSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ofDisk } from '../errors.ts';
import { withRightsFor } from '../files/rights.ts';
import { openNew } from '../files/write-file.ts';
import type { Recorder } from './types.ts';

export const recordingName = 'recording.ndjson';
/** Its name while the run goes on. */
export const partialName = `${recordingName}.partial`;

/** A recording in the making. It gets its final name when closed, so a file of that name is complete. */
export class RecordingFile {
  readonly #directory: string;
  readonly #descriptor: number;
  readonly #broken = new AbortController();
  #closed = false;

  constructor(directory: string) {
    this.#directory = directory;
    this.#descriptor = withRightsFor(directory, undefined, () => openNew(join(directory, partialName)));
  }

  /** Aborted, with a Failure, if the disk is full: no point in running what is not recorded. */
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

  /** A nearly full disk accepts part of a write, and reports it only at the next. */
  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#descriptor, bytes, done);
  }

  /** Throws if not everything was written: then it keeps its temporary name. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    this.broken.throwIfAborted();
    const [from, to] = [join(this.#directory, partialName), join(this.#directory, recordingName)];
    withRightsFor(this.#directory, undefined, () => renameSync(from, to));
  }
}
