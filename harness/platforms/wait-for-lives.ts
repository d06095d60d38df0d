import { Deferred } from '../process/deferred.ts';
import { untilAborted } from '../process/until-aborted.ts';
import { NeverUp } from './platform.ts';
import { unreadyWords, type Readiness } from './readiness.ts';
import type { LifeEndedLine, RecordingLine } from '../recording/types.ts';

/** The state of a pod's lives, for those who wait for it. */
export class Lives {
  #deaths = 0;
  readonly #waiting = new Map<number, Deferred>();
  readonly #up = new Deferred();
  #failure: Error | null = null;
  readonly #readiness: Readiness;

  constructor(readiness: Readiness) {
    this.#readiness = readiness;
  }

  /** How many lives have ended by themselves. */
  get deaths(): number {
    return this.#deaths;
  }

  see(line: RecordingLine): void {
    if (line.kind === 'life-ready') this.#up.resolve();
    if (line.kind !== 'life-ended' || line.stopped) return;
    this.#up.reject(new NeverUp(endOf(line), line.oomKills > 0, line.lastLines)); // no effect once it was up
    this.#deaths++;
    this.#waiting.get(this.#deaths)?.resolve();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#up.reject(error);
    for (const waiting of this.#waiting.values()) waiting.reject(error);
  }

  /** Resolves once the first life is up. Rejects with NeverUp, or with the reason of `signal`. */
  async up(signal: AbortSignal, waitingFor: () => string | null = () => null): Promise<void> {
    const timer = setTimeout(() => {
      const why = waitingFor();
      const tooLate = unreadyWords(this.#readiness);
      this.#up.reject(new NeverUp(why === null ? tooLate : `${tooLate} (${why})`, false, []));
    }, this.#readiness.startupMs);
    await untilAborted(this.#up.promise, signal).finally(() => clearTimeout(timer));
  }

  /** Resolves once the nth life has ended by itself. */
  death(nth: number): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#deaths >= nth) return Promise.resolve();
    const waiting = this.#waiting.get(nth) ?? new Deferred();
    this.#waiting.set(nth, waiting);
    return waiting.promise;
  }
}

function endOf({ exitCode, signal }: LifeEndedLine): string {
  return signal === null ? `ended with exit code ${exitCode}` : `ended by ${signal}`;
}
