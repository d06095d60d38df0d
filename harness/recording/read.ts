import { join } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import { Arrangement } from './arrange.ts';
import { forEachLine } from './for-each-line.ts';
import { asLine, parseJson } from './parse-line.ts';
import { lostRun, type Recording } from './recording.ts';
import { SampleReader } from './sample-columns.ts';
import { oldestSchemaVersion, schemaVersion, type SamplesLine } from './types.ts';
import { recordingName } from './write.ts';

/**
 * Reads the recording in a folder as far as possible; unreadable lines are listed by number. Throws a usage Failure
 * if there is no such file, none of its lines is a recording's, or its version differs.
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
  #samples = new SampleReader(lostRun.columns);
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
  }

  take(bytes: Buffer, from: number, to: number): void {
    this.#lines++;
    if (!this.#takeText(bytes.toString('utf8', from, to))) this.#unreadable.push(this.#lines);
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
    const value = parseJson(text);
    // Parsed by hand: a long recording is mostly this, and a schema would take most of the time.
    if (isSamples(value)) return this.#takeSamples(value);
    const line = asLine(value);
    if (line === null || line.kind === 'samples') return false;
    if (line.kind === 'run') this.#begin(line.schemaVersion, line.columns);
    this.#arrangement.add(line);
    return true;
  }

  #takeSamples({ arm, level, columns }: SamplesLine): boolean {
    const samples = this.#samples.samples(columns);
    if (samples) this.#arrangement.addSamples(arm, level, samples);
    return samples !== null;
  }

  #begin(version: number, columns: readonly string[]): void {
    if (version < oldestSchemaVersion || version > schemaVersion) {
      const versions = `is of schema version ${version}; this tool reads ${oldestSchemaVersion} to ${schemaVersion}`;
      throw new Failure('usage', `${this.#path}: ${versions}`);
    }
    this.#samples = new SampleReader(columns);
  }
}

function isSamples(value: unknown): value is SamplesLine {
  const line = value as Partial<SamplesLine> | null;
  return line?.kind === 'samples' && typeof line.arm === 'string' && typeof line.level === 'string';
}
