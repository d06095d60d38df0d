import { monotonicMs } from '../process/clock.ts';
import type { LimitsNotice, Notice, Pace, SampleRow } from '../recording/types.ts';
import { CgroupReader, column } from './cgroup-reader.ts';
import type { CgroupLayout } from '../kernel/cgroup-layout.ts';
import { Limits } from './limits.ts';
import { waitMs } from './pace.ts';
import { Room } from './room.ts';
import { add, isGone, nothing, Subtree, type Counts } from './subtree.ts';

/** A smaller change of usage waits for the next full sample: memory.stat costs six times as much to read. */
const noticedBytes = 256 * 1024; // also the size of the kernel's charge batches
/** With less room than this, each tick is a full sample. */
const atLimitBytes = 4 * noticedBytes;

/** Far from the limit, a full sample is due when usage has moved by this share of it, */
const calmShare = 1 / 64;
/** or after a time; they are at least and at most this far apart. */
const calmMs = { least: 10, most: 100 };
/** If the limit could be met within a tick, a full sample is due after this time even without visible change. */
const nearMs = 10;

/**
 * After a full sample it rests for a multiple of what that took, so that on a slow host it does not starve what it
 * samples: at most a third of the time near a kill, a hundredth far from it.
 */
const rests = { calm: 99, near: 7, atLimit: 2 };

const oomKills = column('oomKills');
const limitEvents = column('limitEvents');

/** Samples a pod's cgroup and the container cgroups that come and go in it. */
export class PodSampler {
  readonly #layout: CgroupLayout;
  readonly #pace: Pace;
  readonly #pod: CgroupReader;
  readonly #below: Subtree;
  readonly #limits: Limits;
  readonly #room: Room;
  /** Counted before this cgroup existed. */
  readonly #before: Counts;
  #counts: Counts;
  readonly #clockMs: () => number;
  readonly #limitBytes: number;
  #roomBytes = 0;
  #wasAtLimit = false;
  #lastUsage = -noticedBytes;
  #lastFullMs = -calmMs.most;
  /** Duration of the last full sample. */
  #costMs = 0;
  #rows = new Map<string, SampleRow[]>();
  readonly #notices: Notice[] = [];
  readonly #limitsNotices: LimitsNotice[] = [];

  /** Throws ENOENT if there is no such cgroup. Its rows continue the counts of `before`. */
  constructor(
    path: string,
    layout: CgroupLayout,
    limitBytes: number,
    pace: Pace,
    { before = nothing, clockMs = monotonicMs } = {},
  ) {
    this.#clockMs = clockMs;
    this.#before = before;
    this.#counts = before;
    this.#layout = layout;
    this.#pace = pace;
    this.#pod = new CgroupReader(path, layout);
    this.#limitBytes = limitBytes;
    this.#room = new Room(pace);
    this.#limits = new Limits(path, layout, (limits, atMs) =>
      this.#limitsNotices.push({ level: 'pod', atMs, limits }),
    );
    this.#below = new Subtree(path, layout, {
      row: (level, row) => this.#keep(level, row),
      notice: (notice) => void this.#notices.push(notice),
      limits: (notice) => void this.#limitsNotices.push(notice),
    });
  }

  /** One look; false once the pod's cgroup is gone. The `last` one leaves nothing out. */
  tick(atMs: number, last = false): boolean {
    try {
      const usage = this.#pod.usage();
      this.#roomBytes = this.#room.bytes(this.#limitInForce, usage, atMs);
      if (!last && !this.#isDue(usage, atMs) && !this.#below.hasFirst(atMs)) return true;
      this.#sample(usage, atMs);
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  /** How soon it must look again. */
  get waitMs(): number {
    if (this.#wasAtLimit || this.#below.isLimited) return this.#pace.finestMs;
    return waitMs(this.#pace, this.#roomBytes);
  }

  /** The rows since the last call, by level. */
  takeRows(): Map<string, SampleRow[]> {
    const rows = this.#rows;
    this.#rows = new Map();
    return rows;
  }

  /** Whether there are arrivals or departures yet to report. */
  get hasNews(): boolean {
    return this.#notices.length > 0;
  }

  /** What came and went since the last call. */
  takeNotices(): Notice[] {
    return this.#notices.splice(0);
  }

  takeLimits(): LimitsNotice[] {
    return this.#limitsNotices.splice(0);
  }

  /** As of the last full sample. */
  get counts(): Counts {
    return this.#counts;
  }

  close(): void {
    this.#pod.close();
    this.#below.close();
  }

  get #limitInForce(): number {
    return Math.min(this.#limits.ownBytes ?? this.#limitBytes, this.#limits.leastBytes);
  }

  /** Whether a full sample is due. */
  #isDue(usage: number, atMs: number): boolean {
    const sinceMs = atMs - this.#lastFullMs;
    const rested = (times: number) => sinceMs >= this.#costMs * (1 + times);
    const movedBytes = Math.abs(usage - this.#lastUsage);
    // The sample after the limit was met counts the kill.
    if (this.#roomBytes <= atLimitBytes || this.#wasAtLimit) return rested(rests.atLimit);
    if (this.#below.isLimited || waitMs(this.#pace, this.#roomBytes) <= this.#pace.finestMs)
      return (movedBytes >= noticedBytes || sinceMs >= nearMs) && rested(rests.near);
    if (sinceMs >= calmMs.most) return true;
    const moved = movedBytes >= Math.max(noticedBytes, this.#limitInForce * calmShare);
    return moved && sinceMs >= calmMs.least && rested(rests.calm);
  }

  #sample(usage: number, atMs: number): void {
    this.#lastUsage = usage;
    this.#lastFullMs = atMs;
    const beganMs = this.#clockMs();
    this.#limits.look(atMs);
    this.#below.sample(atMs, this.#limitInForce);
    const row = this.#withBelow(this.#pod.row(atMs, usage));
    this.#room.see(row, atMs);
    this.#roomBytes = this.#room.bytes(this.#limitInForce, usage, atMs);
    this.#wasAtLimit = this.#roomBytes <= atLimitBytes;
    this.#keep('pod', row);
    this.#costMs = this.#clockMs() - beganMs;
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
