const firstMs = 10;
const longestMs = 80;

/**
 * Holds requests back while nothing listens, so that a restarting app is not hammered: one try, then a
 * wait that doubles. The longest wait is short, for a restarted app is to get its load soon.
 */
export class RefusalBackoff {
  #waitMs = 0;
  #retryAtMs = 0;

  mayTry(nowMs: number): boolean {
    if (this.#waitMs === 0) return true;
    if (nowMs < this.#retryAtMs) return false;
    this.#retryAtMs = nowMs + this.#waitMs; // this try stands for all until it is answered
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
