/** A process that told nothing for so long has ended, or is stopped. */
const silentMs = 1000;

/** The heaps of several processes as one figure: what each told last, while it goes on telling. */
export class HeapSum {
  readonly #last = new Map<number, { heapUsed: number; atMs: number }>();

  with(pid: number, heapUsed: number, atMs: number): number {
    this.#last.set(pid, { heapUsed, atMs });
    let sum = 0;
    for (const [other, told] of this.#last) {
      if (atMs - told.atMs > silentMs) this.#last.delete(other);
      else sum += told.heapUsed;
    }
    return sum;
  }
}
