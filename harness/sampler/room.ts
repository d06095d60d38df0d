import type { Pace, SampleRow } from '../recording/types.ts';
import { column } from './cgroup-reader.ts';

const usageColumn = column('usage');
const atOnce = [column('inactiveFile'), column('activeFile'), column('slabReclaimable')];
const notAtOnce = [column('dirty'), column('writeback')];

/**
 * The least that must be charged before the kernel kills. It kills when the limit is met and reclaim finds nothing
 * to drop, so even cache that fills the limit leaves room while it is clean.
 */
export class Room {
  readonly #fillBytesPerMs: number;
  #pinned = Infinity;
  #seenMs = 0;

  constructor({ fillBytesPerMs }: Pace) {
    this.#fillBytesPerMs = fillBytesPerMs;
  }

  /** Takes a full sample: what can't be dropped is at most this plus later charges. */
  see(row: SampleRow, atMs: number): void {
    const droppable = Math.max(0, sumOf(row, atOnce) - sumOf(row, notAtOnce));
    this.#pinned = Math.max(0, (row[usageColumn] ?? 0) - droppable);
    this.#seenMs = atMs;
  }

  /** In bytes, from the current charge and the last full sample; 0 if none. */
  bytes(limitBytes: number, usage: number, atMs: number): number {
    const pinned = this.#pinned + this.#fillBytesPerMs * (atMs - this.#seenMs);
    return Math.max(0, limitBytes - Math.min(usage, pinned));
  }
}

function sumOf(row: SampleRow, columns: readonly number[]): number {
  return columns.reduce((sum, index) => sum + (row[index] ?? 0), 0);
}
