import type { LoadBin } from '../recording/types.ts';
import { arrivalsBefore, type LoadPlan } from './plan.ts';

export const binMs = 100;

/** What becomes of a request, or why it was not sent. */
export type Event = Exclude<keyof LoadBin, 'fromMs' | 'scheduled'>;

const nothing: Record<Event, number> = { started: 0, ok: 0, diskFull: 0, failed: 0, refused: 0, dropped: 0 };

/** Counts events per tenth of a second. */
export class Bins {
  readonly #plan: LoadPlan;
  readonly #bins: LoadBin[] = [];
  #taken = 0;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
  }

  /** An event that surfaces after its bin was taken counts in the next one, so that none is lost. */
  count(event: Event, atMs: number): void {
    this.#bin(Math.max(this.#taken, Math.floor(atMs / binMs)))[event]++;
  }

  /** The bins that ended before `atMs` and have not been taken yet. */
  take(atMs: number): LoadBin[] {
    const whole = Math.floor(atMs / binMs);
    if (whole <= this.#taken) return [];
    this.#bin(whole - 1);
    const bins = this.#bins.slice(this.#taken, whole);
    this.#taken = whole;
    return bins;
  }

  #bin(index: number): LoadBin {
    while (this.#bins.length <= index) {
      const fromMs = this.#bins.length * binMs;
      const scheduled = arrivalsBefore(fromMs + binMs, this.#plan) - arrivalsBefore(fromMs, this.#plan);
      this.#bins.push({ fromMs, scheduled, ...nothing });
    }
    return this.#bins[index] as LoadBin;
  }
}
