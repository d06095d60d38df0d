/** When the next look is due, and how well that was kept. */
export class Timetable {
  ticks = 0;
  missedTicks = 0;
  longestGapMs = 0;
  readonly #finestMs: number;
  #dueMs: number;
  #waitMs: number;

  constructor(startMs: number, finestMs: number) {
    this.#finestMs = finestMs;
    this.#dueMs = startMs;
    this.#waitMs = finestMs;
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  /** Counts a look that comes at `nowMs`. */
  look(nowMs: number): void {
    const lateMs = Math.max(0, nowMs - this.#dueMs);
    const missed = Math.floor(lateMs / this.#waitMs);
    this.ticks++;
    this.missedTicks += missed;
    this.longestGapMs = Math.max(this.longestGapMs, lateMs + this.#finestMs);
    this.#dueMs += missed * this.#waitMs;
  }

  /** Sets the next one `waitMs` after this one was due, or after `nowMs` where that is over. */
  next(nowMs: number, waitMs: number): void {
    const dueMs = this.#dueMs + waitMs;
    this.#dueMs = dueMs > nowMs ? dueMs : nowMs + waitMs;
    this.#waitMs = waitMs;
  }
}
