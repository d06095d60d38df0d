import type { Pace, SampleRow } from '../recording/types.ts';
import { column } from './cgroup-reader.ts';

const usageColumn = column('usage');
const atOnce = [column('inactiveFile'), column('activeFile'), column('slabReclaimable')];
const notAtOnce = [column('dirty'), column('writeback')];

/**
 * How much must be charged before the kernel kills, at the least. It kills where the limit is met and reclaim finds
 * nothing to drop, so cache that fills the limit leaves room as long as it is clean.
 */
export class Room {
  readonly #fillBytesPerMs: number;
  #pinned = Infinity;
  #seenMs = 0;

  constructor({ fillBytesPerMs }: Pace) {
    this.#fillBytesPerMs = fillBytesPerMs;
  }

  /** Takes note of all figures: what can't be dropped now is at most this and what comes later. */
  see(row: SampleRow, atMs: number): void {
    const droppable = Math.max(0, sumOf(row, atOnce) - sumOf(row, notAtOnce));
    this.#pinned = Math.max(0, (row[usageColumn] ?? 0) - droppable);
    this.#seenMs = atMs;
  }

  /** Bytes, by what is charged now and by the last figures; none is 0. */
  bytes(limitBytes: number, usage: number, atMs: number): number {
    const pinned = this.#pinned + this.#fillBytesPerMs * (atMs - this.#seenMs);
    return Math.max(0, limitBytes - Math.min(usage, pinned));
  }
}

function sumOf(row: SampleRow, columns: readonly number[]): number {
  return columns.reduce((sum, index) => sum + (row[index] ?? 0), 0);
}
