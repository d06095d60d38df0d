import type { Recorder } from '../../recording/types.ts';
import { binMs, Bins, type Event } from '../bins.ts';
import { Latency } from '../latency.ts';
import type { LoadPlan } from '../plan.ts';
import type { Point } from './points.ts';

/** k6 writes its points every 200 ms; after this time those of a bin are complete. */
const lagMs = 1000;
/** k6's code for a connection that nothing listens for. https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
const refusedCode = 1212;

/** Turns k6's reports on requests into lines of the recording. All times are CLOCK_MONOTONIC in ms. */
export class Tally {
  readonly #arm: string;
  readonly #bins: Bins;
  readonly #write: Recorder;
  readonly #latency = new Latency();
  #startedMs: number | null = null;
  /** Requests that the script reported when it sent them; 0 if it never does. */
  #sent = 0;
  #answered = 0;

  constructor(arm: string, plan: LoadPlan, write: Recorder) {
    this.#arm = arm;
    this.#bins = new Bins(plan);
    this.#write = write;
  }

  see(point: Point): void {
    const { atMs } = point;
    if (point.what === 'sent') {
      this.#begin(atMs - point.afterMs);
      this.#sent++;
      return this.#count('started', atMs);
    }
    if (point.what === 'dropped') {
      this.#begin(atMs);
      for (let index = 0; index < point.count; index++) this.#count('dropped', atMs);
      return;
    }
    const { tookMs, status, errorCode } = point;
    if (this.#sent === 0) {
      this.#begin(atMs - tookMs);
      this.#count('started', atMs - tookMs);
    }
    this.#answered++;
    const event = eventOf(status, errorCode);
    if (event === 'ok') this.#latency.add(tookMs);
    this.#count(event, atMs);
  }

  /** Writes the bins that are complete by now. */
  report(nowMs: number): void {
    if (this.#startedMs !== null) this.#take(nowMs - lagMs - this.#startedMs);
  }

  /** Writes the rest, once k6 has reported everything. */
  end(nowMs: number, scriptErrors: string[] = []): void {
    if (this.#startedMs !== null) this.#take(nowMs - this.#startedMs + binMs);
    this.#write({
      kind: 'load-ended',
      arm: this.#arm,
      atMs: nowMs,
      unfinished: Math.max(0, this.#sent - this.#answered),
      latencyMs: this.#latency.percentiles(),
      ...(scriptErrors.length === 0 ? {} : { scriptErrors }),
    });
  }

  /** When the load began, derived from the first report. */
  #begin(atMs: number): void {
    if (this.#startedMs !== null) return;
    this.#startedMs = atMs;
    this.#write({ kind: 'arm-started', arm: this.#arm, atMs });
  }

  #count(event: Event, atMs: number): void {
    this.#bins.count(event, atMs - (this.#startedMs ?? atMs));
  }

  #take(untilMs: number): void {
    const bins = this.#bins.take(untilMs);
    if (bins.length > 0) this.#write({ kind: 'load', arm: this.#arm, binMs, bins });
  }
}

function eventOf(status: number, errorCode: number): Event {
  if (errorCode === refusedCode) return 'refused';
  if (status === 507) return 'diskFull';
  return status >= 200 && status < 300 ? 'ok' : 'failed';
}
