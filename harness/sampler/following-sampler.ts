import { tolerate } from '../errors.ts';
import type { LimitsNotice, Notice, Pace, SampleRow } from '../recording/types.ts';
import type { CgroupLayout } from '../kernel/cgroup-layout.ts';
import { PodSampler } from './pod-sampler.ts';
import { nothing } from './subtree.ts';

/** Interval of looking for a missing cgroup. */
const lookMs = 5;

/** Samples a cgroup that comes and goes under one name, with counts that continue from life to life. */
export class FollowingSampler {
  readonly #open: () => PodSampler;
  #current: PodSampler | null = null;
  #counts = nothing;
  #notices: Notice[] = [];
  #limits: LimitsNotice[] = [];
  #rows = new Map<string, SampleRow[]>();
  #lookedMs = -lookMs;

  constructor(path: string, layout: CgroupLayout, limitBytes: number, pace: Pace) {
    this.#open = () => new PodSampler(path, layout, limitBytes, pace, { before: this.#counts });
  }

  /** One look; always true, as another life may come. The `last` one leaves nothing out. */
  tick(atMs: number, last = false): boolean {
    this.#current ??= this.#look(atMs);
    if (this.#current === null || this.#current.tick(atMs, last)) return true;
    const before = this.#counts;
    this.#counts = this.#current.counts;
    const oomKills = this.#counts.oomKills - before.oomKills;
    this.#notices.push({ level: 'pod', atMs, state: 'gone', oomKills });
    this.#rows = this.takeRows();
    this.#limits = this.takeLimits();
    this.#current.close();
    this.#current = null;
    return true;
  }

  /** How soon it must look again. */
  get waitMs(): number {
    return this.#current?.waitMs ?? lookMs;
  }

  takeRows(): Map<string, SampleRow[]> {
    const rows = this.#rows;
    this.#rows = new Map();
    for (const [level, more] of this.#current?.takeRows() ?? [])
      rows.set(level, [...(rows.get(level) ?? []), ...more]);
    return rows;
  }

  /** Whether there are arrivals or departures yet to report. */
  get hasNews(): boolean {
    return this.#notices.length > 0;
  }

  takeNotices(): Notice[] {
    return this.#notices.splice(0);
  }

  takeLimits(): LimitsNotice[] {
    return [...this.#limits.splice(0), ...(this.#current?.takeLimits() ?? [])];
  }

  #look(atMs: number): PodSampler | null {
    if (atMs - this.#lookedMs < lookMs) return null;
    this.#lookedMs = atMs;
    const found = tolerate(['ENOENT', 'ENODEV'], this.#open, null);
    if (found !== null) this.#notices.push({ level: 'pod', atMs, state: 'seen', oomKills: 0 });
    return found;
  }
}
