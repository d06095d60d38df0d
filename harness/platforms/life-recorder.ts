import { monotonicMs } from '../process/clock.ts';
import { Failure } from '../errors.ts';
import type { LifeEndedLine, Recorder, Scratch } from '../recording/types.ts';
import { endOf } from './exit.ts';
import type { Readiness } from './readiness.ts';
import { Lives } from './wait-for-lives.ts';
import { PodCgroups, type IsOwn, type SeenCgroup } from './pod-cgroups.ts';

/** A container's cgroup goes within a second of its end; the sampler reports it within 100 ms. */
const patienceMs = 2000;

/** What can only be learned by inspecting the pod. */
export interface PodView {
  arm: string;
  /** Whether the pod's cgroup also counts kills in its containers: on cgroup v2. */
  podCountsKills: boolean;
  /** What the pod's cgroup is charged for now. */
  residue: () => LifeEndedLine['pod'] | Promise<LifeEndedLine['pod']>;
  /** What its volume holds now; null if nobody can look. */
  scratch: () => Promise<Scratch | null>;
}

/** The beginning of a life, as reported by the platform. The first life is 1. */
export interface LifeBegin {
  life: number;
  atMs: number;
  pid: number | Promise<number>;
  /** Its cgroup, for the recording. */
  cgroup: () => string;
  /** Tells its cgroup from those of other lives, as far as the platform can; the first match counts. */
  isOwn: IsOwn;
  /** Its last lines of output, without those of a life that began after `endedMs`. */
  lastLines: (endedMs: number) => Promise<string[]>;
}

/** The end of a life, as reported by the platform. */
export interface LifeEnd {
  life: number;
  atMs: number;
  /** As container runtimes give it: 128+n for signal n. */
  exitCode: number | null;
  /** The reason that the platform gives. */
  reason: string | null | Promise<string | null>;
}

/** The lives of a pod's app: to wait for, and to record. */
export interface RecordedLives {
  lives: Lives;
  recorder: LifeRecorder;
}

/** Records the lives of a pod's app and tells those who wait for one. An error ends their wait. */
export function recordLives(view: PodView, readiness: Readiness, record: Recorder): RecordedLives {
  const lives = new Lives(readiness);
  const tell: Recorder = (line) => {
    lives.see(line);
    record(line);
  };
  return { lives, recorder: new LifeRecorder(view, tell, (error) => lives.fail(error)) };
}

/**
 * Records the lives of a pod's app, in order, from two sources: the platform says which life began and how it
 * ended; the sampler says when, and how many kills its cgroup counted. Each life gets its own count, even if more
 * end while one is being inspected.
 */
export class LifeRecorder {
  readonly cgroups = new PodCgroups();
  readonly #view: PodView;
  readonly #record: Recorder;
  readonly #fail: (error: Error) => void;
  /** How long to wait for a life's cgroup to go. */
  readonly #goneWithinMs: number;
  readonly #begun = new Map<number, LifeBegin>();
  readonly #ready = new Set<number>();
  readonly #ended = new Set<number>();
  /** Kills in the pod up to this time belong to lives already recorded. */
  #recordedMs = -Infinity;
  #queue: Promise<void> = Promise.resolve();
  #stopped = false;
  #cutShort: (Pick<LifeEndedLine, 'atMs' | 'pod' | 'scratch'> & { begin: LifeBegin }) | null = null;

  constructor(view: PodView, record: Recorder, fail: (error: Error) => void, goneWithinMs = patienceMs) {
    this.#view = view;
    this.#record = record;
    this.#fail = fail;
    this.#goneWithinMs = goneWithinMs;
  }

  /** Whether this life is known already. */
  hasBegun(life: number): boolean {
    return this.#begun.has(life);
  }

  begin(begin: LifeBegin): void {
    const { life, atMs } = begin;
    if (this.#stopped || this.#begun.has(life)) return;
    this.#begun.set(life, begin);
    const pid = handledLater(Promise.resolve(begin.pid));
    this.#then(async () => {
      const common = { arm: this.#view.arm, life, atMs };
      this.#record({ kind: 'life-started', ...common, pid: await pid, cgroup: begin.cgroup() });
    });
  }

  /** The life accepts requests. */
  ready(life: number): void {
    if (this.#stopped || this.#ready.has(life)) return;
    this.#ready.add(life);
    const line = { kind: 'life-ready', arm: this.#view.arm, life, atMs: monotonicMs() } as const;
    this.#then(async () => this.#record(line));
  }

  /** A life ended by itself. Recorded once, however often it is reported. */
  end(end: LifeEnd): void {
    const begin = this.#begun.get(end.life);
    if (this.#stopped || !begin || this.#ended.has(end.life)) return;
    this.#ended.add(end.life);
    // Now, not in turn: the next life adds to the volume and overwrites this one's state.
    const looks = handledLater(
      Promise.all([this.#look(), begin.lastLines(end.atMs), Promise.resolve(end.reason)]),
    );
    this.#then(async () => {
      const cgroup = await this.cgroups.whenGone(end.life, begin.isOwn, this.#goneWithinMs);
      const [look, lastLines, reason] = await looks;
      const exit = endOf(end.exitCode);
      const byKill = exit.signal === 'SIGKILL' || reason === 'StartError';
      if (cgroup === null && byKill && !this.#view.podCountsKills) throw unseen(this.#view);
      const goneAtMs = Math.min(end.atMs, cgroup?.goneMs ?? Infinity);
      const atMs = byKill ? Math.min(goneAtMs, cgroup?.killedMs ?? Infinity) : goneAtMs;
      const counts = this.#counts(begin, cgroup, cgroup?.goneMs ?? end.atMs);
      const common = { arm: this.#view.arm, life: end.life, atMs };
      const line = { ...common, ...exit, ...counts, ...look, reason, stopped: false, lastLines };
      this.#record({ kind: 'life-ended', ...line });
    });
  }

  /** The harness is about to end the pod: ignores later reports. Resolves once everything seen is recorded. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#queue;
    const begin = [...this.#begun.values()].at(-1);
    if (!begin || this.#ended.has(begin.life)) return;
    this.#ended.add(begin.life);
    const atMs = monotonicMs();
    this.#cutShort = { begin, atMs, ...(await this.#look()) };
  }

  /** After sampling: records the life that `stop` cut short. Its end says nothing about the app. */
  finish(): void {
    if (this.#cutShort === null) return;
    const { begin, ...look } = this.#cutShort;
    this.#cutShort = null;
    const counts = this.#counts(begin, this.cgroups.of(begin.life, begin.isOwn), Infinity);
    const end = { exitCode: null, signal: null, reason: null, stopped: true, lastLines: [] };
    const common = { arm: this.#view.arm, life: begin.life };
    this.#record({ kind: 'life-ended', ...common, ...look, ...end, ...counts });
  }

  /** Resolves once everything seen so far is recorded. */
  settled(): Promise<void> {
    return this.#queue;
  }

  async #look(): Promise<Pick<LifeEndedLine, 'pod' | 'scratch'>> {
    const [pod, scratch] = await Promise.all([this.#view.residue(), this.#view.scratch()]);
    return { pod, scratch };
  }

  /** If a cgroup went before its kill was read, or was never seen, the pod's own counter decides. */
  #counts(
    begin: LifeBegin,
    cgroup: SeenCgroup | null,
    untilMs: number,
  ): Pick<LifeEndedLine, 'oomKills' | 'oomKillsFrom'> {
    const ofPod = this.cgroups.podKillsBy(untilMs) - this.cgroups.podKillsBy(this.#recordedMs);
    this.#recordedMs = Math.max(this.#recordedMs, untilMs);
    const isOfPod = cgroup === null || (cgroup.oomKills === 0 && ofPod > 0);
    const from = isOfPod ? "the pod's cgroup" : begin.cgroup();
    return { oomKills: isOfPod ? ofPod : cgroup.oomKills, oomKillsFrom: `${from}: oom_kill, as sampled` };
  }

  #then(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: unknown) => this.#fail(error as Error));
  }
}

/** A promise whose rejection is no error until someone awaits it. */
function handledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Without the kernel's count, SIGKILL has no known cause. */
function unseen({ arm }: PodView): Failure {
  return new Failure('infrastructure', `${arm}: the sampler did not see the end of the app's cgroup.`);
}
