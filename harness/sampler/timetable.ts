/** When the next look is due, and how punctual looks are. */
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

  /** Counts a look at `nowMs`. */
  look(nowMs: number): void {
    const lateMs = Math.max(0, nowMs - this.#dueMs);
    const missed = Math.floor(lateMs / this.#waitMs);
    this.ticks++;
    this.missedTicks += missed;
    this.longestGapMs = Math.max(this.longestGapMs, lateMs + this.#finestMs);
    this.#dueMs += missed * this.#waitMs;
  }

  /** Schedules the next one `waitMs` after this one was due, or after `nowMs` if that has passed. */
  next(nowMs: number, waitMs: number): void {
    const dueMs = this.#dueMs + waitMs;
    this.#dueMs = dueMs > nowMs ? dueMs : nowMs + waitMs;
    this.#waitMs = waitMs;
  }
}
