import type { Point } from '../../../verdict/slope.ts';

/**
 * Thins a series to two points per pixel column, its minimum and maximum, so that no peak is lost however long it
 * is. Points keep their times.
 */
export class Columns {
  readonly #fromMs: number;
  readonly #perMs: number;
  readonly #count: number;
  readonly #least: Float64Array;
  readonly #leastAtMs: Float64Array;
  readonly #most: Float64Array;
  readonly #mostAtMs: Float64Array;

  constructor({ fromMs, toMs }: { fromMs: number; toMs: number }, count: number) {
    this.#fromMs = fromMs;
    this.#perMs = count / Math.max(1e-9, toMs - fromMs);
    this.#count = count;
    // One more for the very end.
    this.#least = new Float64Array(count + 1).fill(Infinity);
    this.#leastAtMs = new Float64Array(count + 1);
    this.#most = new Float64Array(count + 1).fill(-Infinity);
    this.#mostAtMs = new Float64Array(count + 1);
  }

  /** Ignores points outside the span. */
  add(atMs: number, value: number): void {
    const column = Math.floor((atMs - this.#fromMs) * this.#perMs);
    if (column < 0 || column > this.#count) return;
    if (value < (this.#least[column] as number)) {
      this.#least[column] = value;
      this.#leastAtMs[column] = atMs;
    }
    if (value > (this.#most[column] as number)) {
      this.#most[column] = value;
      this.#mostAtMs[column] = atMs;
    }
  }

  /** In order of time. */
  points(): Point[] {
    return Array.from(this.#least).flatMap((value, column): Point[] => {
      if (value === Infinity) return [];
      const least: Point = [this.#leastAtMs[column] as number, value];
      const most: Point = [this.#mostAtMs[column] as number, this.#most[column] as number];
      if (least[0] === most[0]) return [least];
      return least[0] < most[0] ? [least, most] : [most, least];
    });
  }
}
