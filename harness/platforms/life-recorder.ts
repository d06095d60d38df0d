import { monotonicMs } from '../process/clock.ts';
import { Failure } from '../errors.ts';
import type { LifeEndedLine, Recorder, Scratch } from '../recording/types.ts';
import { endOf } from './exit.ts';
import { Lives } from './lives.ts';
import { PodCgroups, type IsOwn, type SeenCgroup } from './pod-cgroups.ts';

/** A container's cgroup goes within a second of its end, and the sampler tells of it within a tenth. */
const patienceMs = 2000;

/** What is known of a pod only by looking at it. */
export interface PodView {
  arm: string;
  /** Whether a kill in a container counts in the pod's cgroup, too: on cgroup v2. */
  podCountsKills: boolean;
  /** What the pod's cgroup holds now. */
  residue: () => LifeEndedLine['pod'] | Promise<LifeEndedLine['pod']>;
  /** What lies on its volume now; null where nobody can look. */
  scratch: () => Promise<Scratch | null>;
}

/** A life as the platform tells of its begin. The first is 1. */
export interface LifeBegin {
  life: number;
  atMs: number;
  pid: number | Promise<number>;
  /** Its cgroup, for the record. */
  cgroup: () => string;
  /** Tells its cgroup from those of other lives, as far as the platform can; of several it is the first. */
  isOwn: IsOwn;
  /** Its last lines of output. */
  lastLines: () => Promise<string[]>;
}

/** The end of a life as the platform tells of it. */
export interface LifeEnd {
  life: number;
  atMs: number;
  /** As container runtimes give it: 128 and the number of the signal. */
  exitCode: number | null;
  /** What the platform gives as the reason. */
  reason: string | null | Promise<string | null>;
}

/** The lives of a pod's app: for those who wait for one, and for who tells of them. */
export interface RecordedLives {
  lives: Lives;
  recorder: LifeRecorder;
}

/** Records the lives of a pod's app, and tells those who wait for one. What goes wrong ends their wait. */
export function recordLives(view: PodView, record: Recorder): RecordedLives {
  const lives = new Lives();
  const tell: Recorder = (line) => {
    lives.see(line);
    record(line);
  };
  return { lives, recorder: new LifeRecorder(view, tell, (error) => lives.fail(error)) };
}

/**
 * Records the lives of a pod's app, in order, from two sources: the platform says which life began and how it
 * ended; the sampler says when, and how many kills the cgroup of this life counted. However many lives end while
 * one is looked at, each gets its own count.
 */
export class LifeRecorder {
  readonly cgroups = new PodCgroups();
  readonly #view: PodView;
  readonly #record: Recorder;
  readonly #fail: (error: Error) => void;
  /** How long it waits for the end of a life's cgroup. */
  readonly #goneWithinMs: number;
  readonly #begun = new Map<number, LifeBegin>();
  readonly #ready = new Set<number>();
  readonly #ended = new Set<number>();
  /** Up to when the pod's kills belong to lives that were told. */
  #toldMs = -Infinity;
  #queue: Promise<void> = Promise.resolve();
  #stopped = false;
  #cutShort: (Pick<LifeEndedLine, 'atMs' | 'pod' | 'scratch'> & { begin: LifeBegin }) | null = null;

  constructor(view: PodView, record: Recorder, fail: (error: Error) => void, goneWithinMs = patienceMs) {
    this.#view = view;
    this.#record = record;
    this.#fail = fail;
    this.#goneWithinMs = goneWithinMs;
  }

  /** Whether it knows of this life already. */
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

  /** The life takes requests. */
  ready(life: number): void {
    if (this.#stopped || this.#ready.has(life)) return;
    this.#ready.add(life);
    const line = { kind: 'life-ready', arm: this.#view.arm, life, atMs: monotonicMs() } as const;
    this.#then(async () => this.#record(line));
  }

  /** A life that has begun ended by itself. However often that is told, it is recorded once. */
  end(end: LifeEnd): void {
    const begin = this.#begun.get(end.life);
    if (this.#stopped || !begin || this.#ended.has(end.life)) return;
    this.#ended.add(end.life);
    // Now and not in turn: the next life adds to the volume, and its state takes the place of this one's.
    const looks = handledLater(Promise.all([this.#look(), begin.lastLines(), Promise.resolve(end.reason)]));
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

  /** The harness is about to end the pod: no more is told of it. Resolves with all told that was seen. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#queue;
    const begin = [...this.#begun.values()].at(-1);
    if (!begin || this.#ended.has(begin.life)) return;
    this.#ended.add(begin.life);
    const atMs = monotonicMs();
    this.#cutShort = { begin, atMs, ...(await this.#look()) };
  }

  /** With the sampling over: records the life that `stop` cut short. Its end says nothing of the app. */
  finish(): void {
    if (this.#cutShort === null) return;
    const { begin, ...look } = this.#cutShort;
    this.#cutShort = null;
    const counts = this.#counts(begin, this.cgroups.of(begin.life, begin.isOwn), Infinity);
    const end = { exitCode: null, signal: null, reason: null, stopped: true, lastLines: [] };
    const common = { arm: this.#view.arm, life: begin.life };
    this.#record({ kind: 'life-ended', ...common, ...look, ...end, ...counts });
  }

  /** Resolves once all that was seen so far is told. */
  settled(): Promise<void> {
    return this.#queue;
  }

  async #look(): Promise<Pick<LifeEndedLine, 'pod' | 'scratch'>> {
    const [pod, scratch] = await Promise.all([this.#view.residue(), this.#view.scratch()]);
    return { pod, scratch };
  }

  /** Where a cgroup went before its kill was read, or came and went unseen, the pod's own counter tells. */
  #counts(
    begin: LifeBegin,
    cgroup: SeenCgroup | null,
    untilMs: number,
  ): Pick<LifeEndedLine, 'oomKills' | 'oomKillsFrom'> {
    const ofPod = this.cgroups.podKillsBy(untilMs) - this.cgroups.podKillsBy(this.#toldMs);
    this.#toldMs = Math.max(this.#toldMs, untilMs);
    const isOfPod = cgroup === null || (cgroup.oomKills === 0 && ofPod > 0);
    const from = isOfPod ? "the pod's cgroup" : begin.cgroup();
    return { oomKills: isOfPod ? ofPod : cgroup.oomKills, oomKillsFrom: `${from}: oom_kill, as sampled` };
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

/** Without the kernel's count nothing can be said of an end by SIGKILL. */
function unseen({ arm }: PodView): Failure {
  return new Failure('infrastructure', `${arm}: the sampler did not see the end of the app's cgroup.`);
}
