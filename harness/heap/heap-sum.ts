/** A process silent for this long has ended, or is stopped. */
const silentMs = 1000;
const namedPids = 50;

/** The heaps of several processes as one figure: each one's latest report, while it keeps reporting. */
export class HeapSum {
  readonly #last = new Map<number, { heapUsed: number; atMs: number }>();

  add(pid: number, heapUsed: number, atMs: number): void {
    this.#last.set(pid, { heapUsed, atMs });
  }

  /** The processes in the sum; if there are many, those with the largest heaps. */
  pids(): number[] {
    const largest = [...this.#last].toSorted(([, a], [, b]) => b.heapUsed - a.heapUsed);
    return largest.slice(0, namedPids).map(([pid]) => pid);
  }

  at(nowMs: number): number {
    let sum = 0;
    for (const [pid, latest] of this.#last) {
      if (nowMs - latest.atMs > silentMs) this.#last.delete(pid);
      else sum += latest.heapUsed;
    }
    return sum;
  }
}
