import { monotonicMs } from '../../process/clock.ts';
import { Deferred } from '../../process/deferred.ts';
import { within } from '../../process/within.ts';
import { Failure } from '../../errors.ts';
import type { LifeRecorder } from '../life-recorder.ts';
import { firstMs as shortestBackoffMs } from './backoff.ts';
import type { ContainerEvent } from './events.ts';
import { reasonOf, type ContainerState } from './state.ts';

/** The daemon reports a start within milliseconds. */
const eventMs = 10_000;

/** What can only be learned by inspecting an app's container. */
export interface ContainerView {
  arm: string;
  /** Waits until the life with this main process takes its load; false if `living` aborts first. */
  becomesReady: (pid: Promise<number>, living: AbortSignal) => Promise<boolean>;
  /** Cgroup folder of the app. */
  cgroup: () => string;
  state: () => Promise<ContainerState | null>;
  /** The last lines of output of the life between these two. */
  lastLines: (sinceMs: number, endedMs: number) => Promise<string[]>;
}

/** Turns the daemon's events into lives: each `start` begins one, and `die` ends it. */
export class ContainerLives {
  readonly #view: ContainerView;
  readonly #recorder: LifeRecorder;
  readonly #fail: (error: Error) => void;
  #life = 0;
  /** Aborted at the end of the current life. */
  #living = new AbortController();
  /** When the daemon reported the end of the current life. */
  #died = { reportedMs: Infinity };
  readonly #firstEvent = new Deferred();
  #stopped = false;

  constructor(view: ContainerView, recorder: LifeRecorder, fail: (error: Error) => void) {
    this.#view = view;
    this.#recorder = recorder;
    this.#fail = fail;
  }

  seeEvent({ action, atMs, exitCode }: ContainerEvent): void {
    if (this.#stopped) return;
    this.#firstEvent.resolve();
    if (action === 'start') return this.#start(atMs);
    this.#living.abort();
    this.#died.reportedMs = monotonicMs();
    const reason = this.#view.state().then((state) => reasonOf(state, exitCode));
    this.#recorder.end({ life: this.#life, atMs, exitCode, reason });
  }

  /** The app's container runs, so the daemon must have reported it. Rejects if it has not. */
  async expectEvent(): Promise<void> {
    const what = await within(eventMs, this.#firstEvent.promise, 'late');
    if (what === 'late' && !this.#stopped) throw untold(this.#view);
  }

  /** The app is about to be removed. Resolves once everything is recorded. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#living.abort();
    await this.#recorder.stop();
  }

  #start(atMs: number): void {
    const living = new AbortController();
    const died = { reportedMs: Infinity };
    this.#living = living;
    this.#died = died;
    const life = ++this.#life;
    const { cgroup, state, becomesReady, lastLines } = this.#view;
    const pid = state().then((now) => now?.pid ?? 0);
    // All lives have the same cgroup name; the next comes no sooner than Docker restarts it.
    const isOwn = (seen: { level: string; seenMs: number }) =>
      seen.level === cgroup() && seen.seenMs < died.reportedMs + shortestBackoffMs;
    this.#recorder.begin({
      life,
      atMs,
      pid,
      cgroup,
      isOwn,
      lastLines: (endedMs) => lastLines(atMs, endedMs),
    });
    becomesReady(pid, living.signal)
      .then((up) => (up ? this.#recorder.ready(life) : undefined))
      .catch(this.#fail);
  }
}

function untold({ arm }: ContainerView): Failure {
  return new Failure('infrastructure', `${arm}: the app runs, but the daemon did not report its start.`, {
    hint: "Restarts are known only from its events. Is this Podman's socket? Then try Docker's own daemon.",
  });
}
