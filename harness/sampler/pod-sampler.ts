import { monotonicMs } from '../clock.ts';
import type { Notice, SampleRow } from '../recording/types.ts';
import { CgroupReader, column } from './cgroup-reader.ts';
import type { CgroupLayout } from './layout.ts';
import { add, isGone, nothing, Subtree, type Counts } from './subtree.ts';

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

/** Samples a pod's cgroup and the container cgroups that come and go in it. */
export class PodSampler {
  readonly #layout: CgroupLayout;
  readonly #pod: CgroupReader;
  readonly #below: Subtree;
  /** Counted before this cgroup was there. */
  readonly #before: Counts;
  #counts: Counts;
  readonly #dangerBytes: number;
  /** Anonymous memory and shmem at the last full sample: what a kill is made of. */
  #unreclaimable = 0;
  #lastUsage = -noticedBytes;
  #lastFullMs = -restMs;
  /** What the last full sample took. */
  #costMs = 0;
  #rows = new Map<string, SampleRow[]>();
  readonly #notices: Notice[] = [];

  /** Throws ENOENT where the cgroup is not there. Its rows count on from `before`. */
  constructor(path: string, layout: CgroupLayout, limitBytes: number, before = nothing) {
    this.#before = before;
    this.#counts = before;
    this.#dangerBytes = limitBytes * dangerShare;
    this.#layout = layout;
    this.#pod = new CgroupReader(path, layout);
    const keep = (level: string, row: SampleRow) => this.#keep(level, row);
    this.#below = new Subtree(path, layout, keep, (notice) => void this.#notices.push(notice));
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
      this.#below.sample(atMs);
      const row = this.#withBelow(this.#pod.row(atMs, usage));
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
    this.#below.close();
  }

  /** v1 counts kills and limit events only where they happen, v2 in every ancestor as well. */
  #withBelow(row: SampleRow): SampleRow {
    const own = { oomKills: row[oomKills] ?? 0, limitEvents: row[limitEvents] ?? 0 };
    const below = this.#below.counts;
    const both = this.#layout.countsBelow
      ? { ...own, oomKills: Math.max(own.oomKills, below.oomKills) }
      : add(own, below);
    this.#counts = add(this.#before, both);
    return row.with(oomKills, this.#counts.oomKills).with(limitEvents, this.#counts.limitEvents);
  }

  #keep(level: string, row: SampleRow): void {
    const rows = this.#rows.get(level);
    if (rows) rows.push(row);
    else this.#rows.set(level, [row]);
  }
}
