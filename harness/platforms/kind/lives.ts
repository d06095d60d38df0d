import { monotonicMs } from '../../clock.ts';
import { endOf } from '../exit.ts';
import type {
  ContainerLine,
  LifeEndedLine,
  Recorder,
  SampleRow,
  SamplesLine,
  Scratch,
} from '../../recording/types.ts';
import { columns } from '../../recording/types.ts';
import type { LifeEnd, PodStatus } from './pod-status.ts';

/** The sampler sees a kill within milliseconds; Kubernetes tells of it up to a second later, or earlier. */
const samplerLagMs = 300;
const usageColumn = columns.indexOf('usage');
const shmemColumn = columns.indexOf('shmem');
const killsColumn = columns.indexOf('oomKills');

export interface LivesContext {
  arm: string;
  record: Recorder;
  /** What lies on the pod's volume now. */
  measureScratch: () => Promise<Scratch | null>;
  /** The last lines that a container printed. */
  lastLines: (containerId: string | null) => Promise<string[]>;
}

/**
 * Tells the lives of a pod's container from two sources: Kubernetes' status says which life it is, how it
 * ended and why it thinks so; the sampler says when, and how many kills the container's cgroup counted.
 */
export class PodLives {
  readonly #context: LivesContext;
  readonly #cgroups = new Map<
    string,
    { seenMs: number; killedMs: number | null; goneMs: number | null; kills: number }
  >();
  readonly #started = new Set<number>();
  readonly #ready = new Set<number>();
  readonly #ended = new Set<number>();
  #lastPodRow: SampleRow = [];
  /** Kills of the pod that belong to lives that were told already. */
  #killsTold = 0;
  #pending: Promise<void> = Promise.resolve();

  constructor(context: LivesContext) {
    this.#context = context;
  }

  /** A container's cgroup came, went, or had a kill. */
  seeContainer({ level, atMs, state, oomKills }: ContainerLine): void {
    const cgroup = this.#cgroups.get(level) ?? { seenMs: atMs, killedMs: null, goneMs: null, kills: 0 };
    cgroup.kills = Math.max(cgroup.kills, oomKills);
    if (state === 'killed') cgroup.killedMs ??= atMs;
    if (state === 'gone') cgroup.goneMs ??= atMs;
    this.#cgroups.set(level, cgroup);
  }

  seeSamples({ level, rows }: SamplesLine): void {
    if (level === 'pod') this.#lastPodRow = rows.at(-1) ?? this.#lastPodRow;
  }

  /** A new status of the pod. */
  seeStatus(status: PodStatus): void {
    const { life, running, ready, containerId, ends } = status;
    for (const end of ends) this.#end(end);
    if (status.evicted) this.#end({ life: life ?? 1, containerId, exitCode: 137, reason: 'Evicted' });
    if (life === null || !running) return;
    this.#start(life, containerId);
    if (ready) this.markReady(life);
  }

  /** A life takes requests. */
  markReady(life: number): void {
    if (this.#ready.has(life)) return;
    this.#ready.add(life);
    this.#context.record({ kind: 'life-ready', arm: this.#context.arm, life, atMs: monotonicMs() });
  }

  /** The harness ends the pod now: the present life has an end that says nothing of the app. */
  stop(): void {
    const life = Math.max(0, ...this.#started);
    if (life === 0 || this.#ended.has(life)) return;
    this.#ended.add(life);
    const kills = (this.#lastPodRow[killsColumn] ?? 0) - this.#killsTold;
    const { arm, record } = this.#context;
    const end = {
      exitCode: null,
      signal: 'SIGTERM',
      reason: null,
      stopped: true,
      scratch: null,
      lastLines: [],
    };
    record({
      kind: 'life-ended',
      arm,
      life,
      atMs: monotonicMs(),
      ...end,
      ...this.#counts(kills, "the pod's cgroup"),
    });
  }

  /** Resolves once all that was seen so far is told. */
  settled(): Promise<void> {
    return this.#pending;
  }

  #start(life: number, containerId: string | null): void {
    if (this.#started.has(life)) return;
    this.#started.add(life);
    const [level, cgroup] = this.#cgroupOf(containerId);
    const atMs = cgroup?.seenMs ?? monotonicMs();
    const { arm, record } = this.#context;
    record({ kind: 'life-started', arm, life, atMs, pid: 0, cgroup: level ?? containerId ?? '' });
  }

  #end(end: LifeEnd): void {
    if (this.#ended.has(end.life)) return;
    this.#ended.add(end.life);
    this.#start(end.life, end.containerId);
    const knownMs = monotonicMs();
    this.#pending = this.#pending.then(() => this.#tellEnd(end, knownMs));
  }

  async #tellEnd({ life, containerId, exitCode, reason }: LifeEnd, knownMs: number): Promise<void> {
    const { arm, record, measureScratch, lastLines } = this.#context;
    const lag = new Promise((resolve) => setTimeout(resolve, samplerLagMs));
    const [scratch, lines] = await Promise.all([measureScratch(), lastLines(containerId), lag]);
    const [level, cgroup] = this.#cgroupOf(containerId);
    const ofPod = (this.#lastPodRow[killsColumn] ?? 0) - this.#killsTold;
    const kills = cgroup?.kills || Math.max(0, ofPod);
    this.#killsTold = Math.max(this.#killsTold + kills, this.#lastPodRow[killsColumn] ?? 0);
    const line: LifeEndedLine = {
      kind: 'life-ended',
      arm,
      life,
      atMs: cgroup?.killedMs ?? cgroup?.goneMs ?? knownMs,
      ...endOf(exitCode),
      reason,
      stopped: false,
      ...this.#counts(kills, cgroup?.kills ? level : "the pod's cgroup"),
      scratch,
      lastLines: lines,
    };
    record(line);
  }

  #counts(oomKills: number, cgroup: string): Pick<LifeEndedLine, 'oomKills' | 'oomKillsFrom' | 'pod'> {
    const row = this.#lastPodRow;
    const pod = { usage: row[usageColumn] ?? 0, shmem: row[shmemColumn] ?? 0 };
    return { oomKills, oomKillsFrom: `${cgroup}: oom_kill, as sampled`, pod };
  }

  #cgroupOf(containerId: string | null) {
    const found = [...this.#cgroups].find(([level]) => containerId !== null && level.includes(containerId));
    return found ?? ([null, null] as const);
  }
}
