import { setTimeout as sleep } from 'node:timers/promises';
import { Deferred } from '../process/deferred.ts';
import { countOf, figureAt } from '../recording/sample-columns.ts';
import {
  columns,
  type Notice,
  type RecordingLine,
  type Sample,
  type SampleColumn,
} from '../recording/types.ts';

/** A container's cgroup as the sampler saw it. */
export interface SeenCgroup {
  /** Name of its folder. */
  level: string;
  seenMs: number;
  /** When its last kill was seen. */
  killedMs: number | null;
  goneMs: number | null;
  /** Kills counted so far. */
  oomKills: number;
}

/** Picks the cgroups that may belong to a life. */
export type IsOwn = (cgroup: SeenCgroup) => boolean;

/** What the sampler reports of a pod: its containers' cgroups as they come and go, and its own figures. */
export class PodCgroups {
  /** In order of appearance. A restarted container has a new cgroup of the same name. */
  readonly #seen: SeenCgroup[] = [];
  readonly #lives = new Map<number, SeenCgroup>();
  /** The pod's own kill counter, at each change. */
  readonly #podKills: { atMs: number; oomKills: number }[] = [];
  #residue = { usage: 0, shmem: 0 };
  #change = new Deferred();

  see(line: RecordingLine): void {
    if (line.kind === 'container') this.#seeContainer(line);
    if (line.kind === 'samples' && line.level === 'pod') this.#seeSamples(line.columns);
  }

  /** The first cgroup that matches and belongs to no other life; assigned to this one from then on. */
  of(life: number, isOwn: IsOwn): SeenCgroup | null {
    const taken = new Set(this.#lives.values());
    const found = this.#lives.get(life) ?? this.#seen.find((one) => !taken.has(one) && isOwn(one));
    if (!found) return null;
    this.#lives.set(life, found);
    return found;
  }

  /** The life's cgroup once it is gone, or its state after `withinMs`; null if none was seen. */
  async whenGone(life: number, isOwn: IsOwn, withinMs: number): Promise<SeenCgroup | null> {
    const timer = new AbortController();
    let late = false;
    const timeOver = sleep(withinMs, undefined, { signal: timer.signal })
      .then(() => void (late = true))
      .catch(() => undefined);
    while (!late && (this.of(life, isOwn)?.goneMs ?? null) === null)
      await Promise.race([this.#change.promise, timeOver]);
    timer.abort();
    return this.of(life, isOwn);
  }

  /** Kills counted by the pod's own cgroup up to then; on cgroup v1 the sum over containers seen. */
  podKillsBy(atMs: number): number {
    return this.#podKills.findLast((one) => one.atMs <= atMs)?.oomKills ?? 0;
  }

  /** The pod's charges at the last sample. */
  residue(): { usage: number; shmem: number } {
    return this.#residue;
  }

  #seeContainer({ level, atMs, state, oomKills }: Notice): void {
    let cgroup = this.#seen.find((one) => one.level === level && one.goneMs === null);
    if (!cgroup) {
      cgroup = { level, seenMs: atMs, killedMs: null, goneMs: null, oomKills: 0 };
      this.#seen.push(cgroup);
    }
    cgroup.oomKills = Math.max(cgroup.oomKills, oomKills);
    if (state === 'killed') cgroup.killedMs = atMs;
    if (state === 'gone') cgroup.goneMs = atMs;
    this.#change.resolve();
    this.#change = new Deferred();
  }

  #seeSamples(figures: SampleColumn[]): void {
    const at = (name: keyof Sample, row: number) => figureAt(figures[columns.indexOf(name)], row) ?? 0;
    const count = countOf(figures);
    for (let row = 0; row < count; row++) {
      const oomKills = at('oomKills', row);
      if (oomKills !== (this.#podKills.at(-1)?.oomKills ?? 0))
        this.#podKills.push({ atMs: at('atMs', row), oomKills });
    }
    if (count > 0) this.#residue = { usage: at('usage', count - 1), shmem: at('shmem', count - 1) };
  }
}
