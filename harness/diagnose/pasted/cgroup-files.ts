import { v1 } from '../../kernel/cgroup-v1.ts';
import { v2 } from '../../kernel/cgroup-v2.ts';
import { sampleOf, type Sample } from '../../recording/types.ts';

/** What pasted files of one cgroup say at one moment. */
export interface CgroupMoment {
  sample: Sample;
  /** Whether its usage is that of the cgroup's own file, and not the sum of what memory.stat has. */
  hasUsage: boolean;
  /** Null: it has no limit, or none was pasted; `isLimitless` tells which. */
  limitBytes: number | null;
  isLimitless: boolean;
  oomKills: number | null;
  /** In ms since 1970; null if the paste does not tell. */
  atMs: number | null;
}

const fields = new Map([...Object.entries(v2.stat), ...Object.entries(v1.stat)]);
/** A line of memory.stat, which may have its file's name in front, as grep prints it. */
const statLine = /^\s*(?:(?:\S*\/)?memory\.stat:)?\s*([a-z_]+)[ =:]+(\d+)$/;
const figureEnd = /[\dx]$/;
/** Files of one number: `memory.max` or `memory.limit_in_bytes`, and so on. */
const single: Record<string, 'usage' | 'limit' | 'swap' | 'kernel' | 'failcnt' | 'other'> = {
  'memory.current': 'usage',
  'memory.usage_in_bytes': 'usage',
  'memory.max': 'limit',
  'memory.limit_in_bytes': 'limit',
  'memory.swap.current': 'swap',
  'memory.kmem.usage_in_bytes': 'kernel',
  'memory.failcnt': 'failcnt',
  'memory.peak': 'other',
  'memory.max_usage_in_bytes': 'other',
  'memory.swap.max': 'other',
  'memory.high': 'other',
  'memory.low': 'other',
  'memory.min': 'other',
};
const named = /\bmemory\.(?:[a-z_]+\.)?[a-z_]+\b/g;
/** v1 writes "no limit" as the largest multiple of a page. */
const noLimitBytes = 2 ** 62;
const mostMoments = 1000;

interface Reader {
  stat: Record<string, number>;
  numbers: Partial<Record<'usage' | 'limit' | 'swap' | 'kernel' | 'failcnt' | 'other', number>>;
  isLimitless: boolean;
  oomKills: number | null;
  atMs: number | null;
}

/**
 * The files of a cgroup, of both versions, in any order, with file names as `cat`, `head` or `grep` print them, or on a
 * command line before them. A figure that comes again begins the next moment.
 */
export function cgroupMoments(lines: readonly string[]): CgroupMoment[] {
  const moments: CgroupMoment[] = [];
  let reader = newReader(null);
  let names: string[] = [];
  const end = (atMs: number | null) => {
    const moment = momentOf(reader);
    if (moment) moments.push(moment);
    reader = newReader(atMs);
  };
  const put = (name: string, value: string) => {
    const what = single[name];
    if (what === undefined || what === 'other') return;
    if (reader.numbers[what] !== undefined || (what === 'limit' && reader.isLimitless)) end(null);
    if (value === 'max') reader.isLimitless = true;
    else if (what === 'limit' && Number(value) >= noLimitBytes) reader.isLimitless = true;
    else reader.numbers[what] = Number(value);
  };
  for (const line of lines) {
    if (moments.length >= mostMoments) break;
    const [, key = '', value] = figureEnd.test(line) ? (statLine.exec(line) ?? []) : [];
    const number = figureEnd.test(line) ? /^\s*(\d+|max)$/.exec(line)?.[1] : undefined;
    if (value !== undefined && isStat(key)) {
      if (reader.stat[key] !== undefined) end(null);
      reader.stat[key] = Number(value);
    } else if (value !== undefined && key === 'oom_kill') reader.oomKills = Number(value);
    else if (number !== undefined) {
      while (names.length > 0 && single[names[0] as string] === undefined) names.shift();
      const name = names.shift();
      if (name !== undefined) put(name, number);
    } else if (line.includes('memory.')) {
      const found = line.match(named) ?? [];
      const [, same] = /memory\.[a-z_.]+\s*[:= ]\s*(\d+|max)$/.exec(line) ?? [];
      if (same !== undefined && found[0] !== undefined) put(found.at(-1) as string, same);
      else if (found.length > 0) names = [...found];
    } else {
      const atMs = timeOf(line);
      if (atMs !== null) end(atMs);
    }
  }
  end(null);
  return moments;
}

function newReader(atMs: number | null): Reader {
  return { stat: {}, numbers: {}, isLimitless: false, oomKills: null, atMs };
}

/** v1's own figures without `total_` are of one cgroup alone; where they stand alone, they count. */
function isStat(key: string): boolean {
  return fields.has(key) || fields.has(`total_${key}`);
}

function momentOf({ stat, numbers, isLimitless, oomKills, atMs }: Reader): CgroupMoment | null {
  const figures: Partial<Sample> = {};
  for (const [key, value] of Object.entries(stat)) {
    const own = stat['rss'] !== undefined ? v1.stat[`total_${key}`] : v2.stat[key];
    if (own !== undefined) figures[own] ??= value;
  }
  if (stat['rss'] !== undefined || stat['total_rss'] !== undefined)
    for (const [key, column] of Object.entries(v1.stat))
      if (stat[key] !== undefined) figures[column] = stat[key];
  if (figures.anon === undefined || figures.file === undefined) return null;
  const { usage, limit, swap, kernel, failcnt } = numbers;
  if (swap !== undefined) figures.swap = swap;
  if (kernel !== undefined) figures.kernel = kernel;
  if (failcnt !== undefined) figures.limitEvents = failcnt;
  // Kernels before 4.14 don't tell shmem: it is file cache that is on neither list of file pages.
  figures.shmem ??= Math.max(0, figures.file - (figures.inactiveFile ?? 0) - (figures.activeFile ?? 0));
  figures.usage = usage ?? figures.anon + figures.file + (figures.kernel ?? figures.slabUnreclaimable ?? 0);
  const sample = sampleOf({ ...figures, atMs: atMs ?? 0, oomKills: oomKills ?? 0 });
  return { sample, hasUsage: usage !== undefined, limitBytes: limit ?? null, isLimitless, oomKills, atMs };
}

/** A line that is a time and little else, as `date` prints it. */
function timeOf(line: string): number | null {
  if (line.length > 60 || !/\d\d:\d\d:\d\d/.test(line)) return null;
  const iso = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/.exec(line)?.[0];
  const day = /[A-Z][a-z]{2} +\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?: [A-Z]{3,4})?(?: \d{4})?/.exec(line)?.[0];
  const clock = /^\W*(\d\d:\d\d:\d\d)\W*$/.exec(line)?.[1];
  const ms = Date.parse(iso ?? day ?? (clock ? `1970-01-01T${clock}Z` : ''));
  return Number.isNaN(ms) ? null : ms;
}
