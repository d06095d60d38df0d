import { largest } from '../../../text/extremes.ts';

/** Maximum to keep; beyond it, neighbours are merged in pairs. */
const mostBuckets = 2048;

/** The peak of a figure per span of time, in bounded memory however long it runs. */
export class Peaks {
  #bucketMs = 20;
  #peaks: number[] = [];
  #startMs: number | null = null;
  #last = 0;

  push(atMs: number, value: number): void {
    this.#startMs ??= atMs;
    let index = Math.max(0, Math.floor((atMs - this.#startMs) / this.#bucketMs));
    while (index >= mostBuckets) {
      this.#peaks = halved(this.#peaks);
      this.#bucketMs *= 2;
      index = Math.floor(index / 2);
    }
    // A span without a sample repeats the last value.
    while (this.#peaks.length < index) this.#peaks.push(this.#last);
    this.#peaks[index] = Math.max(this.#peaks[index] ?? 0, value);
    this.#last = value;
  }

  /** The peaks in `count` equal spans over `spanMs`, or over the whole time if that was longer. */
  spread(count: number, spanMs: number): number[] {
    const totalMs = Math.max(spanMs, this.#peaks.length * this.#bucketMs);
    const perColumn = totalMs / this.#bucketMs / count;
    const known = Math.min(count, Math.ceil(this.#peaks.length / perColumn));
    return Array.from({ length: known }, (_, column) => {
      const from = Math.floor(column * perColumn);
      const to = Math.max(from + 1, Math.floor((column + 1) * perColumn));
      return largest(this.#peaks.slice(from, to));
    });
  }
}

function halved(peaks: number[]): number[] {
  return Array.from({ length: Math.ceil(peaks.length / 2) }, (_, index) =>
    Math.max(peaks[index * 2] ?? 0, peaks[index * 2 + 1] ?? 0),
  );
}
