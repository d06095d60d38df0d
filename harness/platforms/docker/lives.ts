import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../clock.ts';
import { Deferred } from '../../deferred.ts';
import type { LifeEndedLine, Notice, Recorder, Scratch } from '../../recording/types.ts';
import type { ContainerEvent } from './events.ts';
import { Failure } from '../../errors.ts';
import { endOf } from '../exit.ts';
import { isUp } from '../healthz.ts';
import { reasonOf, type ContainerState } from './state.ts';

/** The sampler tells of the end of a container's cgroup within a tenth of a second. */
const countMs = 2000;

/** The daemon tells of a start within milliseconds. */
const eventMs = 10_000;

/** What is known of a pod only by looking at it. */
export interface PodView {
  arm: string;
  url: () => string;
  /** Cgroup folder of the app, for the record. */
  cgroup: () => string;
  state: () => Promise<ContainerState | null>;
  residue: () => { usage: number; shmem: number };
  scratch: () => Promise<Scratch>;
  /** Its last lines of output since `sinceMs`. */
  lastLines: (sinceMs: number) => Promise<string[]>;
}

/** Makes lives out of the daemon's events and of the kernel's counts, and records them in order. */
export class LifeRecorder {
  readonly #view: PodView;
  readonly #record: Recorder;
  readonly #fail: (error: Error) => void;
  /** Ends of the app's cgroup that belong to no life yet. */
  readonly #gone: Notice[] = [];
  #nextGone = new Deferred();
  #queue: Promise<void> = Promise.resolve();
  #life = 0;
  #startedMs = 0;
  /** Aborted at the end of the life that goes on. */
  #living: AbortController | null = null;
  #stopped = false;
  readonly #firstEvent = new Deferred();
  #cutShort: Pick<LifeEndedLine, 'atMs' | 'pod' | 'scratch'> | null = null;

  constructor(view: PodView, record: Recorder, fail: (error: Error) => void) {
    this.#view = view;
    this.#record = record;
    this.#fail = fail;
  }

  seeEvent(event: ContainerEvent): void {
    if (this.#stopped) return;
    this.#firstEvent.resolve();
    // Now and not in turn: a restart overwrites the state, and the next life adds to the volume.
    if (event.action === 'start') {
      const state = handledLater(this.#view.state());
      this.#then(async () => this.#start(event.atMs, (await state)?.pid ?? 0));
      return;
    }
    this.#living?.abort();
    const pod = this.#view.residue();
    const looks = handledLater(Promise.all([this.#view.state(), this.#view.scratch()]));
    this.#then(async () => this.#end(event, pod, ...(await looks)));
  }

  /** The app's container runs: from now on the daemon must have told of it. Rejects where it has not. */
  async expectEvent(): Promise<void> {
    const timer = new AbortController();
    const late = sleep(eventMs, 'late', { signal: timer.signal }).catch(() => null);
    const what = await Promise.race([this.#firstEvent.promise, late]);
    timer.abort();
    if (what === 'late' && !this.#stopped) throw untold(this.#view);
  }

  seeGone(notice: Notice): void {
    this.#gone.push(notice);
    this.#nextGone.resolve();
  }

  /** The app is about to be removed: the life that goes on ends by the harness. Resolves with all told. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#queue;
    if (this.#living === null || this.#living.signal.aborted) return;
    this.#living.abort();
    const atMs = monotonicMs();
    this.#cutShort = { atMs, pod: this.#view.residue(), scratch: await this.#view.scratch() };
  }

  /** Records the life that `stop` cut short, with the last count of its cgroup. */
  async finish(): Promise<void> {
    if (this.#cutShort === null) return;
    const gone = await this.#takeGone();
    const count = { oomKills: gone?.oomKills ?? 0, oomKillsFrom: gone ? this.#countFile : 'not counted' };
    const end = { exitCode: null, signal: null, reason: null, stopped: true, lastLines: [] };
    const common = { arm: this.#view.arm, life: this.#life };
    this.#record({ kind: 'life-ended', ...common, ...this.#cutShort, ...end, ...count });
    this.#cutShort = null;
  }

  get #countFile(): string {
    return `${this.#view.cgroup()}: oom_kill`;
  }

  #start(atMs: number, pid: number): void {
    const living = new AbortController();
    this.#living = living;
    this.#life++;
    this.#startedMs = atMs;
    const common = { arm: this.#view.arm, life: this.#life };
    this.#record({ kind: 'life-started', ...common, atMs, pid, cgroup: this.#view.cgroup() });
    this.#watch(common, living.signal).catch(this.#fail);
  }

  async #watch(common: { arm: string; life: number }, signal: AbortSignal): Promise<void> {
    if (!(await isUp(this.#view.url(), signal))) return;
    this.#record({ kind: 'life-ready', ...common, atMs: monotonicMs() });
  }

  async #end(
    { atMs, exitCode }: ContainerEvent,
    pod: LifeEndedLine['pod'],
    state: ContainerState | null,
    scratch: Scratch,
  ): Promise<void> {
    this.#living?.abort(); // where its start was still in the queue when it ended
    const gone = await this.#takeGone();
    if (gone === null) throw unseen(this.#view);
    const lastLines = await this.#view.lastLines(this.#startedMs);
    const { arm } = this.#view;
    this.#record({
      kind: 'life-ended',
      arm,
      life: this.#life,
      atMs: Math.min(atMs, gone.atMs),
      ...endOf(exitCode),
      stopped: false,
      oomKills: gone.oomKills,
      oomKillsFrom: this.#countFile,
      reason: state ? reasonOf(state) : null,
      pod,
      scratch,
      lastLines,
    });
  }

  /** The end of its cgroup, which comes before or after the daemon's word for it. */
  async #takeGone(): Promise<Notice | null> {
    const timer = new AbortController();
    if (this.#gone.length === 0) {
      const late = sleep(countMs, undefined, { signal: timer.signal }).catch(() => undefined);
      await Promise.race([this.#nextGone.promise, late]);
      timer.abort();
    }
    this.#nextGone = new Deferred();
    return this.#gone.splice(0).at(-1) ?? null;
  }

  #then(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: unknown) => this.#fail(error as Error));
  }
}

/** A promise whose rejection is no error before somebody waits for it. */
function handledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Without the kernel's count nothing can be said of an end. */
function unseen({ arm }: PodView): Failure {
  return new Failure('infrastructure', `${arm}: the sampler did not see the end of the app's cgroup.`);
}

function untold({ arm }: PodView): Failure {
  return new Failure('infrastructure', `${arm}: the app runs, but the daemon told nothing of its start.`, {
    hint: "Its events are needed to know of restarts. Is this Podman's socket? Then try Docker's own daemon.",
  });
}
