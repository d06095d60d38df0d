import { join } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import { Arrangement } from './arrange.ts';
import { forEachLine } from './for-each-line.ts';
import { parseLine } from './parse-line.ts';
import { lostRun, type Recording } from './recording.ts';
import { SampleRows } from './sample-rows.ts';
import { SampleScanner } from './scan-samples.ts';
import { schemaVersion } from './types.ts';
import { recordingName } from './write.ts';

/**
 * Reads the recording in a folder as far as it can be read; lines that can't are told by number. Throws a usage
 * Failure where there is no such file, where no line of it is a recording's, or where it is of another version.
 */
export async function readRecording(directory: string, name = recordingName): Promise<Recording> {
  const path = join(directory, name);
  try {
    const reader = new Reader(path);
    forEachLine(path, (bytes, from, to) => reader.take(bytes, from, to));
    return reader.recording();
  } catch (error) {
    const code = systemCode(error);
    if (!code) throw error;
    const what =
      code === 'ENOENT' ? `There is no recording in ${directory}` : `${path} is unreadable (${code})`;
    const hint = 'Name the folder of a run, such as repro-out/latest.';
    throw new Failure('usage', `${what}.`, { hint, cause: error });
  }
}

class Reader {
  readonly #path: string;
  readonly #arrangement = new Arrangement();
  readonly #unreadable: number[] = [];
  #rows = new SampleRows(lostRun.columns);
  #scanner = new SampleScanner(this.#rows);
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
  }

  take(bytes: Buffer, from: number, to: number): void {
    this.#lines++;
    const scanned = this.#scanner.scan(bytes, from, to);
    if (scanned) this.#arrangement.addSamples(scanned.arm, scanned.level, scanned.samples);
    else if (!this.#takeText(bytes.toString('utf8', from, to))) this.#unreadable.push(this.#lines);
  }

  recording(): Recording {
    if (this.#unreadable.length === this.#lines) {
      const why = this.#lines === 0 ? 'it is empty' : 'no line of it is one of a recording';
      throw new Failure('usage', `${this.#path}:1:1: is not a recording: ${why}`);
    }
    return this.#arrangement.recording(this.#unreadable);
  }

  /** Whether it is a line of a recording. */
  #takeText(text: string): boolean {
    const line = parseLine(text);
    if (line === null) return false;
    if (line.kind === 'run') this.#begin(line.schemaVersion, line.columns);
    if (line.kind !== 'samples') {
      this.#arrangement.add(line);
      return true;
    }
    const samples = line.rows.map((row) => this.#rows.sample(row));
    const whole = samples.every((sample) => sample !== null);
    if (whole) this.#arrangement.addSamples(line.arm, line.level, samples);
    return whole;
  }

  #begin(version: number, columns: readonly string[]): void {
    if (version !== schemaVersion) {
      const versions = `is of schema version ${version}; this tool reads ${schemaVersion}`;
      throw new Failure('usage', `${this.#path}: ${versions}`);
    }
    this.#rows = new SampleRows(columns);
    this.#scanner = new SampleScanner(this.#rows);
  }
}
