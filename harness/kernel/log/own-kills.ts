import type { KernelRecord } from './kmsg.ts';

/** What the kernel prints of one OOM kill, between its first and its last line. */
const begins = / invoked oom-killer: /;
const ends = /Killed process (\d+) /;
const verdict = /^oom-kill:.*oom_memcg=([^,]*),task_memcg=([^,]*),/;
const stats = /^Memory cgroup stats for ([^:]*):/;
/** Lines of a report that tell something of memory, and the functions that asked for it; registers do not. */
const telling =
  /invoked oom-killer|^(?:memory|memory\+swap|kmem|swap): usage|^Memory cgroup stats|^[a-z_0-9]+ \d+$|^Tasks state|^\[\s*(?:pid|\d+)\s*\]|^oom-kill:|Killed process|^ (?:\[<[0-9a-f]+>\] )?(?:\? )?[\w.]+\+0x/;
/** The kernel's log has a clock of its own, which drifts. */
const toleranceMs = 2000;

/** Tells whether a cgroup, by its path in the kernel's log, is one of ours. */
export type IsOwn = (path: string) => boolean;

/** The cgroup whose path ends so, as no other's of this host does, and what is below it. */
export function below(cgroup: string): IsOwn {
  return (path) => `${path}/`.includes(`${cgroup}/`);
}

/**
 * The kernel's reports on kills in our cgroups, and on no others. Reports never
 * overlap (`oom_lock`), but lines of others may lie between. Under many kills the kernel leaves out all but
 * the last line (ratelimit in oom_kill_process): that one is taken by its victim, if it is one of `pids`.
 */
export function ownKills(
  records: KernelRecord[],
  isOwn: IsOwn,
  { pids, sinceMs }: { pids: ReadonlySet<number>; sinceMs: number },
): string[] {
  const own: string[] = [];
  let report: string[] | null = null;
  for (const { text, atMs } of records) {
    if (begins.test(text)) report = [];
    if (telling.test(text)) report?.push(text);
    const victim = ends.exec(text);
    if (!victim) continue;
    if (report === null) {
      if (pids.has(Number(victim[1])) && atMs >= sinceMs - toleranceMs) own.push(text);
    } else if (isOf(report, isOwn)) for (const line of report) own.push(line);
    report = null;
  }
  return own;
}

/** The cgroup's own limit, that of one below it, or that of one above it with a victim in it. */
function isOf(report: string[], isOwn: IsOwn): boolean {
  return report.some((line) => {
    const [, limited = '', victims = ''] = verdict.exec(line) ?? [];
    return isOwn(limited) || isOwn(victims) || isOwn(stats.exec(line)?.[1] ?? '');
  });
}
