const firstMs = 10;
const longestMs = 80;

/**
 * Holds requests back while nothing listens, so as not to hammer a restarting app: one try, then a doubling wait.
 * The longest wait is short, so that a restarted app gets its load soon.
 */
export class RefusalBackoff {
  #waitMs = 0;
  #retryAtMs = 0;

  mayTry(nowMs: number): boolean {
    if (this.#waitMs === 0) return true;
    if (nowMs < this.#retryAtMs) return false;
    this.#retryAtMs = nowMs + this.#waitMs; // this try stands for all others until answered
    return true;
  }

  refused(nowMs: number): void {
    this.#waitMs = Math.min(Math.max(this.#waitMs * 2, firstMs), longestMs);
    this.#retryAtMs = nowMs + this.#waitMs;
  }

  answered(): void {
    this.#waitMs = 0;
  }
}
