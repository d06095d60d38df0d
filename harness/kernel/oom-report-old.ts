import type { Sample } from '../recording/types.ts';
import { v1 } from './cgroup-v1.ts';

/** What `oom-kill:` says since 5.0, from the lines of older kernels; null where they don't say. */
export interface OldVerdict {
  constraint: string | null;
  limitedCgroup: string | null;
  victimCgroup: string | null;
}

/**
 *     Task in /a/b killed as a result of limit of /a
 *     Memory cgroup out of memory: Kill process 7 (java) score 904 or sacrifice child
 *     Out of memory: Kill process 7 (java) score 904 or sacrifice child
 */
export function parseOldVerdict(block: readonly string[]): OldVerdict {
  const task = firstMatch(block, /^Task in (\S+) killed as a result of limit of (\S+)/);
  const kill = firstMatch(block, /(Memory cgroup out|Out) of memory(?: \([a-z_]+\))?: Kill process \d/);
  const host = kill === null ? null : 'CONSTRAINT_NONE';
  const isCgroups = task !== null || kill?.[1] === 'Memory cgroup out';
  return {
    constraint: isCgroups ? 'CONSTRAINT_MEMCG' : host,
    limitedCgroup: task?.[2] ?? null,
    victimCgroup: task?.[1] ?? null,
  };
}

/**
 * `Memory cgroup stats for /a: cache:188KB rss:1048388KB ... unevictable:0KB`, once for each cgroup from the limited
 * one down, each without those below it: their sum is what counts. Null for other kernels.
 */
export function parseOldTable(block: readonly string[]): Partial<Sample> | null {
  const sums: Record<string, number> = {};
  for (const line of block) {
    if (!line.startsWith('Memory cgroup stats for ')) continue;
    for (const [, name = '', kibibytes] of line.matchAll(/\b([a-z_]+):(\d+)KB/g))
      sums[name] = (sums[name] ?? 0) + Number(kibibytes) * 1024;
  }
  if (sums['cache'] === undefined || sums['rss'] === undefined) return null;
  sums['shmem'] ??= shmemOf(sums);
  const table: Partial<Sample> = {};
  for (const [name, value] of Object.entries(sums)) {
    const column = v1.stat[`total_${name}`];
    if (column !== undefined) table[column] = value;
  }
  return table;
}

/**
 * Kernels before 4.14 don't tell shmem: it is file cache, but on the lists of anonymous pages. Two estimates bound it,
 * as locked pages are on neither list, and each counts pages on their way from one to the other once.
 */
function shmemOf(sums: Record<string, number>): number {
  const { cache = 0, rss = 0 } = sums;
  const unlisted = cache - (sums['inactive_file'] ?? 0) - (sums['active_file'] ?? 0);
  const notRss = (sums['inactive_anon'] ?? 0) + (sums['active_anon'] ?? 0) - rss;
  const locked = sums['unevictable'] ?? 0;
  return Math.max(0, Math.min(cache, unlisted, locked > 0 ? Math.max(notRss, unlisted - locked) : unlisted));
}

function firstMatch(block: readonly string[], pattern: RegExp): RegExpExecArray | null {
  for (const line of block) {
    const match = pattern.exec(line);
    if (match) return match;
  }
  return null;
}
