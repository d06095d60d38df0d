import type { KernelReport } from '../../kernel/oom-report.ts';
import type { PastedFacts } from './facts.ts';
import { judgeReport, type KernelKill } from './kernel-kills.ts';
import type { Hints } from './pasted-cause.ts';
import type { PodFacts } from './pod-facts.ts';

/** A page with more would be read by nobody. */
const mostKills = 200;

/** The kills that the kernel tells of, oldest first, without those that are certainly another pod's. */
export function judgeKills(
  { reports, kernelLines }: PastedFacts,
  pod: PodFacts | null,
  hints: Hints,
  limitBytes: number | null,
): { kills: KernelKill[]; ofOthers: number; leftOut: number } {
  const own = reports.filter((report) => pod === null || isOf(report, pod) !== false);
  const leaders = leadersOf(own, kernelLines);
  const last = leaders.slice(-mostKills);
  const kills = last.map(({ report, more }) => {
    const judged = judgeReport(report, kernelLines, hints, limitBytes);
    if (more === 0) return judged;
    const causeReason = `${judged.kill.causeReason}; the kernel killed ${more} more of its processes with it (memory.oom.group)`;
    return { ...judged, kill: { ...judged.kill, causeReason } };
  });
  return { kills, ofOthers: reports.length - own.length, leftOut: leaders.length - last.length };
}

/** Whether a kill is one of a pod's; null where the paste does not tell. */
export function isOf(
  { limitedCgroup, victimCgroup }: KernelReport,
  { uid, containers }: PodFacts,
): boolean | null {
  const path = `${limitedCgroup ?? ''} ${victimCgroup ?? ''}`;
  if (containers.some(({ id }) => id !== null && path.includes(id))) return true;
  const there = /pod([0-9a-f]{8}[-_0-9a-f]{20,})/.exec(path)?.[1]?.replaceAll('_', '-');
  return uid === null || there === undefined ? null : there === uid;
}

/** The kernel may kill all processes of a cgroup; then it prints one report, and the last line of it for each. */
function leadersOf(
  reports: readonly KernelReport[],
  lines: PastedFacts['kernelLines'],
): { report: KernelReport; more: number }[] {
  const leaders: { report: KernelReport; more: number }[] = [];
  let isGroup = false;
  let from = 0;
  for (const report of reports) {
    const between = lines.slice(from, report.lineIndex);
    from = report.lineIndex + 1;
    const isNew = between.some(({ text }) => text.includes(' invoked oom-killer: '));
    isGroup = !isNew && (isGroup || between.some(({ text }) => text.endsWith('memory.oom.group set')));
    const leader = leaders.at(-1);
    if (!isGroup || !leader || report.table !== null) leaders.push({ report, more: 0 });
    else if (report.victim.pid !== leader.report.victim.pid) leader.more++;
  }
  return leaders;
}
