import { Arrangement } from './arrange.ts';
import type { Recording } from './recording.ts';
import { SampleReader } from './sample-columns.ts';
import { columns, type Recorder } from './types.ts';

/** A recording in memory, which can be judged at any time. */
export class MemoryRecording {
  readonly #arrangement = new Arrangement();
  readonly #reader = new SampleReader(columns);

  readonly record: Recorder = (line) => {
    if (line.kind !== 'samples') return this.#arrangement.add(line);
    const samples = this.#reader.samples(line.columns);
    if (samples !== null) this.#arrangement.addSamples(line.arm, line.level, samples);
  };

  get recording(): Recording {
    return this.#arrangement.recording([]);
  }
}
