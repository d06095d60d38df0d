import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, tolerate } from '../errors.ts';
import type { LimitsNotice, Notice, SampleRow } from '../recording/types.ts';
import { CgroupReader, column } from './cgroup-reader.ts';
import { FolderWatch } from './folder-watch.ts';
import type { CgroupLayout } from '../kernel/cgroup-layout.ts';
import { Limits } from './limits.ts';

export interface Counts {
  oomKills: number;
  limitEvents: number;
}

export const nothing: Counts = { oomKills: 0, limitEvents: 0 };

/** Shortest interval between looks for new cgroups. */
const restMs = 10;
/** The same for full rows of containers: the verdict reads those of the pod. */
const rowsMs = 100;
/** Each has open files. Beyond this many, only the kernel log reports kills in them. */
const mostCgroups = 200;

const oomKills = column('oomKills');
const limitEvents = column('limitEvents');

interface Tracked {
  reader: CgroupReader;
  limits: Limits;
  counts: Counts;
}

/** Receives what is seen. */
interface Listener {
  row: (level: string, row: SampleRow) => void;
  notice: (notice: Notice) => void;
  limits: (notice: LimitsNotice) => void;
}

/**
 * The cgroups below a pod's own, which come and go: its containers, and on v1, where a kill or limit event only
 * counts in place, everything made inside those.
 */
export class Subtree {
  readonly #root: string;
  readonly #layout: CgroupLayout;
  /** By path below the pod's cgroup. */
  readonly #tracked = new Map<string, Tracked>();
  /** The watched folders. */
  readonly #folders = new Map<string, FolderWatch>();
  /** Counts of cgroups that are gone, inside containers that still exist. */
  readonly #goneIn = new Map<string, Counts>();
  /** Counts of containers that are gone. */
  #ended = nothing;
  #lastMs = -restMs;
  #rowsMs = -rowsMs;
  #isLimited = false;
  readonly #listener: Listener;

  constructor(root: string, layout: CgroupLayout, listener: Listener) {
    this.#root = root;
    this.#layout = layout;
    this.#listener = listener;
  }

  /**
   * Whether one of them has, or may get, a limit that is met before the pod's: then the distance to a kill is
   * unknown.
   */
  get isLimited(): boolean {
    return this.#isLimited;
  }

  /** Kills and limit events so far, including cgroups that are gone. */
  get counts(): Counts {
    const all = [...this.#tracked.values()].map(({ counts }) => counts);
    return [...all, ...this.#goneIn.values()].reduce(add, this.#ended);
  }

  /** Whether the first one exists: a command may make a cgroup and fill it. A pod has its containers early. */
  hasFirst(atMs: number): boolean {
    if (this.#tracked.size > 0 || atMs - this.#lastMs < restMs) return false;
    return this.#folders.get('')?.isChanged() ?? true;
  }

  sample(atMs: number, podLimitBytes: number): void {
    const rested = atMs - this.#lastMs >= restMs;
    if (rested) {
      this.#lastMs = atMs;
      this.#find('', atMs);
    }
    const withRows = rested && atMs - this.#rowsMs >= rowsMs;
    if (withRows) this.#rowsMs = atMs;
    if (rested) this.#isLimited = false;
    for (const [path, one] of this.#tracked) {
      try {
        this.#read(path, one, atMs, rested, withRows);
        if (rested) this.#isLimited ||= isBelow(podLimitBytes, one.limits);
      } catch (error) {
        if (!isGone(error)) throw error;
        this.#forget(path, atMs);
      }
    }
  }

  close(): void {
    for (const { reader } of this.#tracked.values()) reader.close();
    for (const folder of this.#folders.values()) folder.close();
  }

  #read(
    path: string,
    { reader, limits, counts }: Tracked,
    atMs: number,
    rested: boolean,
    withRow: boolean,
  ): void {
    const row = withRow && isContainer(path) ? reader.row(atMs, reader.usage()) : null;
    if (row) this.#listener.row(path, row);
    if (rested) limits.look(atMs);
    if (rested) counts.limitEvents = row?.[limitEvents] ?? reader.limitEvents();
    const kills = row?.[oomKills] ?? reader.oomKills();
    const isMore = kills > counts.oomKills;
    counts.oomKills = kills;
    const level = containerOf(path);
    if (isMore) this.#listener.notice({ level, atMs, state: 'killed', oomKills: this.#killsIn(level) });
  }

  #find(folder: string, atMs: number): void {
    const watch = this.#folders.get(folder) ?? ifThere(() => new FolderWatch(join(this.#root, folder)));
    if (watch === null) return;
    this.#folders.set(folder, watch);
    if (watch.isChanged()) {
      watch.seen();
      for (const name of foldersIn(join(this.#root, folder))) this.#track(join(folder, name), atMs);
    }
    if (this.#layout.countsBelow) return;
    for (const path of this.#tracked.keys()) if (parentOf(path) === folder) this.#find(path, atMs);
  }

  #track(path: string, atMs: number): void {
    if (this.#tracked.has(path) || this.#tracked.size >= mostCgroups) return;
    const reader = ifThere(() => new CgroupReader(join(this.#root, path), this.#layout));
    if (reader === null) return;
    const limits = new Limits(join(this.#root, path), this.#layout, (all, reportedMs) => {
      if (isContainer(path)) this.#listener.limits({ level: path, atMs: reportedMs, limits: all });
    });
    this.#tracked.set(path, { reader, limits, counts: { ...nothing } });
    if (isContainer(path)) this.#listener.notice({ level: path, atMs, state: 'seen', oomKills: 0 });
  }

  /** A restarted container comes back under its name, with counts of its own. */
  #forget(path: string, atMs: number): void {
    const level = containerOf(path);
    const gone = [...this.#tracked.keys()].filter((one) => one === path || one.startsWith(`${path}/`));
    for (const one of gone) {
      const { reader, counts } = this.#tracked.get(one) as Tracked;
      reader.close();
      this.#tracked.delete(one);
      this.#folders.get(one)?.close();
      this.#folders.delete(one);
      this.#goneIn.set(level, add(this.#goneIn.get(level) ?? nothing, counts));
    }
    this.#folders.get(parentOf(path))?.forget(); // look again: it may have been replaced
    if (!isContainer(path)) return;
    const counts = this.#goneIn.get(level) ?? nothing;
    this.#goneIn.delete(level);
    this.#ended = add(this.#ended, counts);
    this.#listener.notice({ level, atMs, state: 'gone', oomKills: counts.oomKills });
  }

  #killsIn(level: string): number {
    const there = [...this.#tracked].filter(([path]) => containerOf(path) === level);
    const gone = this.#goneIn.get(level)?.oomKills ?? 0;
    return there.reduce((sum, [, { counts }]) => sum + counts.oomKills, gone);
  }
}

function isBelow(podLimitBytes: number, { areSettled, ownBytes }: Limits): boolean {
  return !areSettled || (ownBytes ?? Infinity) < podLimitBytes;
}

export function add(a: Counts, b: Counts): Counts {
  return { oomKills: a.oomKills + b.oomKills, limitEvents: a.limitEvents + b.limitEvents };
}

/** An open cgroup file reports ENODEV once the cgroup is gone; opening one reports ENOENT. */
const gone = ['ENODEV', 'ENOENT'];

export function isGone(error: unknown): boolean {
  return gone.includes(systemCode(error) ?? '');
}

function ifThere<T>(open: () => T): T | null {
  return tolerate(gone, open, null);
}

function foldersIn(path: string): string[] {
  const entries = ifThere(() => readdirSync(path, { withFileTypes: true })) ?? [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function isContainer(path: string): boolean {
  return !path.includes('/');
}

function containerOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function parentOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}
