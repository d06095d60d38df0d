import type { KernelRecord } from './kmsg.ts';

/** First and last line of the kernel's report on one OOM kill. */
const begins = / invoked oom-killer: /;
const ends = /Killed process (\d+) /;
const verdict = /^oom-kill:.*oom_memcg=([^,]*),task_memcg=([^,]*),/;
const stats = /^Memory cgroup stats for ([^:]*):/;
/** Report lines about memory, and the functions that asked for it; not registers. */
const relevant =
  /invoked oom-killer|^(?:memory|memory\+swap|kmem|swap): usage|^Memory cgroup stats|^[a-z_0-9]+ \d+$|^Tasks state|^\[\s*(?:pid|\d+)\s*\]|^oom-kill:|Killed process|^ (?:\[<[0-9a-f]+>\] )?(?:\? )?[\w.]+\+0x/;
/** The kernel log has its own clock, which drifts. */
const toleranceMs = 2000;

/** Whether a cgroup, by its path in the kernel log, is ours. */
export type IsOwn = (path: string) => boolean;

/** The cgroup with this unique end of its path, and its descendants. */
export function below(cgroup: string): IsOwn {
  return (path) => `${path}/`.includes(`${cgroup}/`);
}

/**
 * The kernel's reports on kills in our cgroups only. Reports never overlap (`oom_lock`), but unrelated lines may
 * come between. Under many kills the kernel prints only the last line of each (ratelimit in oom_kill_process): that
 * line is ours if its victim is one of `pids`.
 */
export function ownKills(
  records: KernelRecord[],
  isOwn: IsOwn,
  { pids, sinceMs }: { pids: ReadonlySet<number>; sinceMs: number },
): KernelRecord[] {
  const own: KernelRecord[] = [];
  let report: KernelRecord[] | null = null;
  for (const record of records) {
    const { text, atMs } = record;
    if (begins.test(text)) report = [];
    if (relevant.test(text)) report?.push(record);
    const victim = ends.exec(text);
    if (!victim) continue;
    if (report === null) {
      if (pids.has(Number(victim[1])) && atMs >= sinceMs - toleranceMs) own.push(record);
    } else if (isOf(report, isOwn)) for (const line of report) own.push(line);
    report = null;
  }
  return own;
}

/** At the limit of the cgroup, of a descendant, or of an ancestor with a victim in it. */
function isOf(report: KernelRecord[], isOwn: IsOwn): boolean {
  return report.some(({ text }) => {
    const [, limited = '', victims = ''] = verdict.exec(text) ?? [];
    return isOwn(limited) || isOwn(victims) || isOwn(stats.exec(text)?.[1] ?? '');
  });
}
