import { createHistogram } from 'node:perf_hooks';
import type { LoadEndedLine } from '../recording/types.ts';

/** How long answers took. */
export class Latency {
  readonly #us = createHistogram();

  add(ms: number): void {
    this.#us.record(Math.max(1, Math.round(ms * 1000)));
  }

  /** Percentiles in ms; null without answers. */
  percentiles(): LoadEndedLine['latencyMs'] {
    if (this.#us.count === 0) return null;
    const at = (percent: number) => this.#us.percentile(percent) / 1000;
    return { p50: at(50), p95: at(95), p99: at(99), max: this.#us.max / 1000 };
  }
}
