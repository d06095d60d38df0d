import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from '../clock.ts';
import { systemCode } from '../errors.ts';
import type { Notice, SampleRow } from '../recording/types.ts';
import { CgroupReader, column } from './cgroup-reader.ts';
import type { CgroupLayout } from './layout.ts';

/** A smaller change of usage is left for the next full sample: memory.stat costs six times as much to read. */
const noticedBytes = 256 * 1024; // and the kernel charges in batches of this size
/** A full sample is taken at least this often. */
const restMs = 10;

/**
 * A full sample is followed by a rest of so many times what it took, so that on a slow host the sampler does
 * not take the processor from what it samples: an eighth of it at most, and a third where a kill may be near.
 */
const restsCalm = 7;
const restsNearKill = 2;

/** From this share of the limit on, a kill may be near: every tick is a full sample. */
const dangerShare = 0.85;

const anon = column('anon');
const shmem = column('shmem');
const oomKills = column('oomKills');
const limitEvents = column('limitEvents');

interface Counts {
  oomKills: number;
  limitEvents: number;
}

export const nothing: Counts = { oomKills: 0, limitEvents: 0 };

/** Samples a pod's cgroup and the container cgroups that come and go in it. */
export class PodSampler {
  readonly #path: string;
  readonly #layout: CgroupLayout;
  readonly #pod: CgroupReader;
  readonly #containers = new Map<string, { reader: CgroupReader; counts: Counts }>();
  /** Counted in containers that are gone. */
  #ended = nothing;
  /** Counted before this cgroup was there. */
  readonly #before: Counts;
  #counts: Counts;
  readonly #dangerBytes: number;
  /** Anonymous memory and shmem at the last full sample: what a kill is made of. */
  #unreclaimable = 0;
  #children = 0;
  #lastUsage = -noticedBytes;
  #lastFullMs = -restMs;
  /** What the last full sample took. */
  #costMs = 0;
  #lastContainersMs = -restMs;
  #rows = new Map<string, SampleRow[]>();
  readonly #notices: Notice[] = [];

  /** Throws ENOENT where the cgroup is not there. Its rows count on from `before`. */
  constructor(path: string, layout: CgroupLayout, limitBytes: number, before = nothing) {
    this.#before = before;
    this.#counts = before;
    this.#dangerBytes = limitBytes * dangerShare;
    this.#path = path;
    this.#layout = layout;
    this.#pod = new CgroupReader(path, layout);
  }

  /** One tick; false once the pod's cgroup is gone. */
  tick(atMs: number): boolean {
    try {
      const usage = this.#pod.usage();
      const changed = Math.abs(usage - this.#lastUsage) >= noticedBytes;
      const isNear = this.#unreclaimable >= this.#dangerBytes;
      const sinceMs = atMs - this.#lastFullMs;
      if (!changed && !isNear && sinceMs < restMs) return true;
      if (sinceMs < this.#costMs * (1 + (isNear ? restsNearKill : restsCalm))) return true;
      this.#lastUsage = usage;
      this.#lastFullMs = atMs;
      const beganMs = monotonicMs();
      this.#sampleContainers(atMs);
      const row = this.#withContainers(this.#pod.row(atMs, usage));
      this.#unreclaimable = (row[anon] ?? 0) + (row[shmem] ?? 0);
      this.#keep('pod', row);
      this.#costMs = monotonicMs() - beganMs;
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  /** The rows since the last call, by level. */
  takeRows(): Map<string, SampleRow[]> {
    const rows = this.#rows;
    this.#rows = new Map();
    return rows;
  }

  /** What came and went since the last call. */
  takeNotices(): Notice[] {
    return this.#notices.splice(0);
  }

  /** As of the last full sample. */
  get counts(): Counts {
    return this.#counts;
  }

  close(): void {
    this.#pod.close();
    for (const { reader } of this.#containers.values()) reader.close();
  }

  /** v1 counts kills and limit events only where they happen, v2 in every ancestor as well. */
  #withContainers(row: SampleRow): SampleRow {
    const below = [...this.#containers.values()].reduce((sum, { counts }) => add(sum, counts), this.#ended);
    const own = { oomKills: row[oomKills] ?? 0, limitEvents: row[limitEvents] ?? 0 };
    const kills = Math.max(own.oomKills, below.oomKills);
    const events = own.limitEvents + (this.#layout.countsBelow ? 0 : below.limitEvents);
    this.#counts = add(this.#before, { oomKills: kills, limitEvents: events });
    return row.with(oomKills, this.#counts.oomKills).with(limitEvents, this.#counts.limitEvents);
  }

  #sampleContainers(atMs: number): void {
    const rested = atMs - this.#lastContainersMs >= restMs;
    if (rested) {
      this.#lastContainersMs = atMs;
      this.#findContainers(atMs);
    }
    for (const [name, { reader, counts }] of this.#containers) {
      try {
        const row = rested ? reader.row(atMs, reader.usage()) : null;
        if (row) {
          this.#keep(name, row);
          counts.limitEvents = row[limitEvents] ?? 0;
        }
        const kills = row?.[oomKills] ?? reader.oomKills();
        if (kills > counts.oomKills)
          this.#notices.push({ level: name, atMs, state: 'killed', oomKills: kills });
        counts.oomKills = kills;
      } catch (error) {
        if (!isGone(error)) throw error;
        reader.close();
        this.#containers.delete(name); // a container that is started again comes back under its name
        this.#ended = add(this.#ended, counts);
        this.#notices.push({ level: name, atMs, state: 'gone', oomKills: counts.oomKills });
        this.#children = -1; // look again: another may have taken its place
      }
    }
  }

  /** The link count of a cgroup's folder is two more than its children: cheap to watch. */
  #findContainers(atMs: number): void {
    const children = statSync(this.#path).nlink;
    if (children === this.#children) return;
    this.#children = children;
    for (const name of foldersIn(this.#path)) {
      if (this.#containers.has(name)) continue;
      try {
        const reader = new CgroupReader(join(this.#path, name), this.#layout);
        this.#containers.set(name, { reader, counts: { ...nothing } });
        this.#notices.push({ level: name, atMs, state: 'seen', oomKills: 0 });
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    }
  }

  #keep(level: string, row: SampleRow): void {
    const rows = this.#rows.get(level);
    if (rows) rows.push(row);
    else this.#rows.set(level, [row]);
  }
}

function add(a: Counts, b: Counts): Counts {
  return { oomKills: a.oomKills + b.oomKills, limitEvents: a.limitEvents + b.limitEvents };
}

function foldersIn(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** A cgroup's file that is open says ENODEV once the cgroup is gone; one that is not open says ENOENT. */
function isGone(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENODEV' || code === 'ENOENT';
}
