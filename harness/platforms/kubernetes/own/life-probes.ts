import type { LifeRecorder } from '../../life-recorder.ts';
import type { Readiness } from '../../readiness.ts';
import type { PodStatus } from '../pod-status.ts';
import { becomesReady, type ProbePlace } from './readiness-probes.ts';

/** Finds out when each life of an app of one's own is ready, as its scenario says. */
export class LifeProbes {
  readonly #recorder: LifeRecorder;
  readonly #readiness: Readiness;
  readonly #place: ProbePlace;
  readonly #fail: (error: Error) => void;
  #life: number | null = null;
  #probing = new AbortController();

  constructor(recorder: LifeRecorder, readiness: Readiness, place: ProbePlace, fail: (error: Error) => void) {
    this.#recorder = recorder;
    this.#readiness = readiness;
    this.#place = place;
    this.#fail = fail;
  }

  /** A new status of its pod, whose life is recorded already. */
  see(status: PodStatus): void {
    const { life, running } = status;
    if (!running || life === null || life === this.#life) return;
    this.stop();
    this.#life = life;
    this.#probing = new AbortController();
    becomesReady(this.#readiness, status, this.#place, this.#probing.signal)
      .then((isReady) => (isReady ? this.#recorder.ready(life) : undefined))
      .catch((error: Error) => this.#fail(error));
  }

  stop(): void {
    this.#probing.abort();
  }
}
