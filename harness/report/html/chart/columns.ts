import type { Point } from '../../../verdict/slope.ts';

/**
 * Thins a series to two points in each column of pixels, its least and its most, so that no peak is lost
 * however long the series. The points stay where they were measured.
 */
export class Columns {
  readonly #fromMs: number;
  readonly #perMs: number;
  readonly #count: number;
  readonly #least: (Point | undefined)[] = [];
  readonly #most: (Point | undefined)[] = [];

  constructor({ fromMs, toMs }: { fromMs: number; toMs: number }, count: number) {
    this.#fromMs = fromMs;
    this.#perMs = count / Math.max(1e-9, toMs - fromMs);
    this.#count = count;
  }

  /** Points outside of the span are left out. */
  add(atMs: number, value: number): void {
    const column = Math.floor((atMs - this.#fromMs) * this.#perMs);
    if (column < 0 || column > this.#count) return;
    const least = this.#least[column];
    const most = this.#most[column];
    if (least === undefined || value < least[1]) this.#least[column] = [atMs, value];
    if (most === undefined || value > most[1]) this.#most[column] = [atMs, value];
  }

  /** In the order of time. */
  points(): Point[] {
    return this.#least.flatMap((least, column) => {
      const most = this.#most[column];
      if (least === undefined || most === undefined) return [];
      if (least[0] === most[0]) return [least];
      return least[0] < most[0] ? [least, most] : [most, least];
    });
  }
}
