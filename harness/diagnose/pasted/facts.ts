import type { KernelReport } from '../../kernel/oom-report.ts';
import type { PastKill } from '../../verdict/diagnose/findings.ts';
import { cadvisorSeries, type CadvisorSeries } from '../kubernetes/cadvisor.ts';
import { cgroupMoments, type CgroupMoment } from './cgroup-files.ts';
import { describedPods } from './described-pods.ts';
import { kernelLinesOf } from './kernel-lines.ts';
import type { KernelTextLine } from './wrapped-lines.ts';
import { reportsOf } from './kernel-kills.ts';
import { linesOf } from './lines.ts';
import { otherKills } from './other-killers.ts';
import type { PodFacts } from './pod-facts.ts';
import { podObjects } from './pod-objects.ts';
import { pastedMounts, type PastedMount } from './tmpfs-mounts.ts';

/** Everything in a paste that is evidence. */
export interface PastedFacts {
  kernelLines: KernelTextLine[];
  reports: KernelReport[];
  otherKills: PastKill[];
  pods: PodFacts[];
  moments: CgroupMoment[];
  series: CadvisorSeries[];
  mounts: PastedMount[];
  /** What other lines say of an end, such as those of systemd. */
  said: string[];
  isCut: boolean;
}

export function factsOf(text: string): PastedFacts {
  const { lines, isCut } = linesOf(text);
  const kernelLines = kernelLinesOf(lines);
  const reports = reportsOf(kernelLines);
  const told = new Set(reports.map(({ victim }) => victim.pid));
  return {
    kernelLines,
    reports,
    otherKills: otherKills(
      kernelLines.map((line) => line.text),
      told,
    ),
    pods: uniquePods([...podObjects(text), ...describedPods(lines)]),
    moments: cgroupMoments(outsideOfReports(kernelLines)),
    series: cadvisorSeries(lines),
    mounts: pastedMounts(lines),
    said: saidOf(lines),
    isCut,
  };
}

/** Whoever pastes both forms of a page pastes one pod. */
function uniquePods(pods: PodFacts[]): PodFacts[] {
  return pods.filter(({ name }, index) => pods.findIndex((pod) => pod.name === name) === index);
}

/** The table in a kernel's report looks like memory.stat, and is of another moment. */
function outsideOfReports(lines: readonly KernelTextLine[]): string[] {
  const outside: string[] = [];
  let isInside = false;
  for (const { text } of lines) {
    if (/ invoked oom-killer: |^Memory cgroup stats for /.test(text)) isInside = true;
    if (!isInside) outside.push(text);
    if (/Killed process \d|^oom-kill:/.test(text)) isInside = false;
  }
  return outside;
}

const ends = [
  /\b([\w@.\\-]+\.(?:service|scope)): (A process of this unit has been killed by the OOM killer)/,
  /\b([\w@.\\-]+\.(?:service|scope)): (Failed with result 'oom-kill')/,
  /\b([\w@.\\-]+\.(?:service|scope)): (Main process exited, code=killed, status=9\/KILL)/,
  /\bContainer ([\w-]+) (failed liveness probe, will be restarted)/,
];
const mostSaid = 100;

function saidOf(lines: readonly string[]): string[] {
  const said = new Set<string>();
  for (const line of lines) {
    if (!/OOM killer|oom-kill'|9\/KILL|liveness probe/.test(line)) continue;
    for (const pattern of ends) {
      const [, who, what] = pattern.exec(line) ?? [];
      if (who !== undefined && said.size < mostSaid) said.add(`${who}: ${what}`);
    }
  }
  return [...said];
}
