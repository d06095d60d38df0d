import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { monotonicMs } from '../../process/clock.ts';
import { systemCode } from '../../errors.ts';
import type { RecordingLine } from '../../recording/types.ts';
import { binMs, Bins, type Event } from '../bins.ts';
import { Latency } from '../latency.ts';
import { arrivalMs, arrivalsBefore } from '../plan.ts';
import type { BodyOf } from './bodies-of.ts';
import { RefusalBackoff } from './refusal-backoff.ts';
import type { LoadSettings } from './settings.ts';

const reportMs = 500;
/** How long answers may take after the last arrival. */
const graceMs = 2000;

/** Sends each request when it is due, whatever became of the earlier ones. */
export class Generator {
  readonly #settings: LoadSettings;
  readonly #write: (line: RecordingLine) => void;
  readonly #pool: Pool;
  readonly #bins: Bins;
  readonly #bodyOf: BodyOf;
  readonly #latency = new Latency();
  readonly #backoff = new RefusalBackoff();
  readonly #stopping = new AbortController();
  #startedMs = 0;
  #inFlight = 0;
  /** The load is over: requests aborted now have been counted as unfinished. */
  #closed = false;

  constructor(settings: LoadSettings, bodyOf: BodyOf, write: (line: RecordingLine) => void) {
    this.#settings = settings;
    this.#write = write;
    this.#pool = new Pool(settings.url, {
      connections: settings.maxVUs,
      pipelining: 1,
      keepAliveTimeout: 60_000,
    });
    this.#bins = new Bins(settings.plan);
    this.#bodyOf = bodyOf;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async run(): Promise<void> {
    const { signal } = this.#stopping;
    this.#startedMs = monotonicMs();
    this.#write({ kind: 'arm-started', arm: this.#settings.arm, atMs: this.#startedMs });
    const reporter = setInterval(() => this.#report(this.#elapsedMs()), reportMs);
    await this.#sendAll(signal);
    const giveUpMs = this.#elapsedMs() + graceMs;
    while (this.#inFlight > 0 && this.#elapsedMs() < giveUpMs && !signal.aborted) await sleep(5);
    clearInterval(reporter);
    const unfinished = this.#inFlight;
    this.#closed = true;
    await this.#pool.destroy();
    this.#report(this.#elapsedMs() + binMs);
    const atMs = monotonicMs();
    const latencyMs = this.#latency.percentiles();
    this.#write({ kind: 'load-ended', arm: this.#settings.arm, atMs, unfinished, latencyMs });
  }

  async #sendAll(signal: AbortSignal): Promise<void> {
    const { plan } = this.#settings;
    const count = arrivalsBefore(plan.durationMs, plan);
    for (let index = 0; index < count && !signal.aborted;) {
      const waitMs = arrivalMs(index, plan) - this.#elapsedMs();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      else void this.#arrive(index++);
    }
  }

  async #arrive(index: number): Promise<void> {
    const sentMs = this.#elapsedMs();
    if (!this.#backoff.mayTry(sentMs)) return this.#count('refused', sentMs);
    if (this.#inFlight >= this.#settings.maxVUs) return this.#count('dropped', sentMs);
    this.#inFlight++;
    this.#count('started', sentMs);
    const event = await this.#request(index);
    this.#inFlight--;
    const answeredMs = this.#elapsedMs();
    if (event === 'refused') this.#backoff.refused(answeredMs);
    else this.#backoff.answered();
    if (event === 'ok') this.#latency.add(answeredMs - sentMs);
    this.#count(event, answeredMs);
  }

  async #request(index: number): Promise<Event> {
    const { method, headers } = this.#settings;
    const path = this.#settings.path.replaceAll('{n}', String(index));
    try {
      const body = this.#bodyOf?.(index) ?? null;
      const response = await this.#pool.request({ method, path, headers, body });
      await response.body.dump({ limit: Number.MAX_SAFE_INTEGER });
      if (response.statusCode === 507) return 'diskFull';
      return response.statusCode < 300 ? 'ok' : 'failed';
    } catch (error) {
      return systemCode(error) === 'ECONNREFUSED' ? 'refused' : 'failed';
    }
  }

  #count(event: Event, atMs: number): void {
    if (!this.#closed) this.#bins.count(event, atMs);
  }

  #report(untilMs: number): void {
    const bins = this.#bins.take(untilMs);
    if (bins.length > 0) this.#write({ kind: 'load', arm: this.#settings.arm, binMs, bins });
  }

  #elapsedMs(): number {
    return monotonicMs() - this.#startedMs;
  }
}
