import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';
import type { ContainerLine, SampleRow } from '../recording/types.ts';
import { CgroupReader, column } from './cgroup-reader.ts';
import type { CgroupLayout } from './layout.ts';

/** A smaller change of usage is left for the next full sample: memory.stat costs six times as much to read. */
const noticedBytes = 256 * 1024; // and the kernel charges in batches of this size
/** A full sample is taken at least this often. */
const restMs = 10;

/** From this share of the limit on, a kill may be near: every tick is a full sample. */
const dangerShare = 0.85;

const anon = column('anon');
const shmem = column('shmem');
const oomKills = column('oomKills');
const limitEvents = column('limitEvents');

/** Samples a pod's cgroup and the container cgroups that come and go in it. */
export class PodSampler {
  readonly #path: string;
  readonly #layout: CgroupLayout;
  readonly #pod: CgroupReader;
  readonly #containers = new Map<string, CgroupReader>();
  /** Kills counted in each container, kept after its end. */
  readonly #kills = new Map<string, number>();
  /** Limit events counted in each container, kept after its end. */
  readonly #events = new Map<string, number>();
  readonly #dangerBytes: number;
  /** Anonymous memory and shmem at the last full sample: what a kill is made of. */
  #unreclaimable = 0;
  #children = 0;
  #lastUsage = -noticedBytes;
  #lastFullMs = -restMs;
  #lastContainersMs = -restMs;
  #rows = new Map<string, SampleRow[]>();
  #notices: ContainerLine[] = [];
  readonly #arm: string;

  constructor(arm: string, path: string, layout: CgroupLayout, limitBytes: number) {
    this.#arm = arm;
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
      const calm = !changed && this.#unreclaimable < this.#dangerBytes;
      if (calm && atMs - this.#lastFullMs < restMs) return true;
      this.#lastUsage = usage;
      this.#lastFullMs = atMs;
      this.#sampleContainers(atMs);
      const row = this.#withContainers(this.#pod.row(atMs, usage));
      this.#unreclaimable = (row[anon] ?? 0) + (row[shmem] ?? 0);
      this.#keep('pod', row);
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

  /** What became of containers since the last call. */
  takeNotices(): ContainerLine[] {
    const notices = this.#notices;
    this.#notices = [];
    return notices;
  }

  /** v1 counts kills and limit events only where they happen, v2 in every ancestor as well. */
  #withContainers(row: SampleRow): SampleRow {
    const kills = Math.max(row[oomKills] ?? 0, sum(this.#kills));
    const events = (row[limitEvents] ?? 0) + (this.#layout.countsBelow ? 0 : sum(this.#events));
    return row.with(oomKills, kills).with(limitEvents, events);
  }

  #sampleContainers(atMs: number): void {
    const rested = atMs - this.#lastContainersMs >= restMs;
    if (rested) {
      this.#lastContainersMs = atMs;
      this.#findContainers(atMs);
    }
    for (const [name, reader] of this.#containers) {
      try {
        const row = rested ? reader.row(atMs, reader.usage()) : null;
        if (row) {
          this.#keep(name, row);
          this.#events.set(name, row[limitEvents] ?? 0);
        }
        const kills = row?.[oomKills] ?? reader.oomKills();
        if (kills > (this.#kills.get(name) ?? 0)) this.#notice(name, atMs, 'killed', kills);
        this.#kills.set(name, kills);
      } catch (error) {
        if (!isGone(error)) throw error;
        reader.close();
        this.#containers.delete(name);
        this.#notice(name, atMs, 'gone', this.#kills.get(name) ?? 0);
        this.#children = -1; // look again: another may have taken its place
      }
    }
  }

  /** The link count of a cgroup's folder is two more than its children: cheap to watch. */
  #findContainers(atMs: number): void {
    const children = statSync(this.#path).nlink;
    if (children === this.#children) return;
    this.#children = children;
    for (const entry of readdirSync(this.#path, { withFileTypes: true })) {
      if (!entry.isDirectory() || this.#kills.has(entry.name)) continue;
      try {
        this.#containers.set(entry.name, new CgroupReader(join(this.#path, entry.name), this.#layout));
        this.#kills.set(entry.name, 0);
        this.#notice(entry.name, atMs, 'seen', 0);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    }
  }

  #notice(level: string, atMs: number, state: ContainerLine['state'], kills: number): void {
    this.#notices.push({ kind: 'container', arm: this.#arm, level, atMs, state, oomKills: kills });
  }

  #keep(level: string, row: SampleRow): void {
    const rows = this.#rows.get(level);
    if (rows) rows.push(row);
    else this.#rows.set(level, [row]);
  }
}

function sum(counts: Map<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** A cgroup's file that is open says ENODEV once the cgroup is gone; one that is not open says ENOENT. */
function isGone(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENODEV' || code === 'ENOENT';
}
