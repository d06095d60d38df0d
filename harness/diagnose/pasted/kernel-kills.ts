import { parseKernelReports, type KernelReport } from '../../kernel/oom-report.ts';
import { sampleOf } from '../../recording/types.ts';
import { mebibytes } from '../../text/words.ts';
import type { PastKill } from '../../verdict/diagnose/findings.ts';
import { majority } from '../../verdict/thresholds.ts';
import type { Composition } from '../../verdict/types.ts';
import { judgeHostMemory } from './host-memory.ts';
import type { KernelTextLine } from './wrapped-lines.ts';
import { judgePastedCause, type Hints, type PastedCause, type PastedHolder } from './pasted-cause.ts';
import { whoseLimit } from './whose-limit.ts';

/** A kill that the pasted kernel log tells of. */
export interface KernelKill {
  kill: PastKill;
  report: KernelReport;
  /** What its cgroup, or the host, held; null where the table is missing. */
  composition: Composition | null;
  holders: PastedHolder[];
}

/** The reports in a pasted log, each once. */
export function reportsOf(lines: readonly KernelTextLine[]): KernelReport[] {
  const seen = new Set<string>();
  return parseKernelReports(lines.map(({ text }) => text)).filter(({ victim, line }) => {
    // The same log is often pasted twice, from dmesg and from the journal.
    const killed = line.slice(line.indexOf('Killed process'));
    const key = `${victim.pid} ${killed}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Judges one report; `limitBytes` is the limit that else in the paste tells, for a report without figures. */
export function judgeReport(
  report: KernelReport,
  lines: readonly KernelTextLine[],
  hints: Hints,
  limitBytes: number | null,
): KernelKill {
  const { victim, tasks } = report;
  const constraint = constraintOf(report);
  const isHosts = constraint !== null && constraint !== 'CONSTRAINT_MEMCG';
  const holders = tasks.map(({ pid, name, anonBytes }) => ({ pid, name, anonBytes }));
  if (!holders.some(({ pid }) => pid === victim.pid))
    holders.push({ pid: victim.pid, name: victim.name, anonBytes: victim.anonBytes ?? 0 });
  const judged = isHosts
    ? judgeHostMemory(report, lines, holders)
    : judgeCgroup(report, holders, hints, limitBytes);
  const { isOwnLimit, words } = whoseLimit(report, constraint);
  const time = lines[report.lineIndex]?.time ?? null;
  return {
    kill: {
      atMs: null,
      victim: { pid: victim.pid, name: victim.name },
      cause: judged?.cause ?? null,
      causeReason: [words, judged?.reason ?? withoutTable(report)].filter(Boolean).join('; '),
      limitBytes: isHosts ? null : (report.limitBytes ?? limitBytes),
      isOwnLimit,
      from: time === null ? "the kernel's log, pasted" : `the kernel's log, pasted: ${time}`,
    },
    report,
    composition: judged?.composition ?? null,
    holders,
  };
}

/** Reports that the kernel cut short, as under many kills, still begin their last line so. */
function constraintOf({ constraint, line }: KernelReport): string | null {
  if (constraint !== null) return constraint;
  if (line.includes('Memory cgroup out of memory')) return 'CONSTRAINT_MEMCG';
  return line.includes('Out of memory') ? 'CONSTRAINT_NONE' : null;
}

function judgeCgroup(
  report: KernelReport,
  holders: PastedHolder[],
  hints: Hints,
  limitBytes: number | null,
): PastedCause | null {
  if (report.table !== null) {
    const sample = sampleOf(report.table);
    // Files on a volume are seldom mapped; shared memory is, and so is the heap of some JVMs.
    const isMapped = mappedShmem(report) > sample.shmem * majority;
    const known = isMapped && !hints.isTmpfsSeen ? { ...hints, tmpfs: null } : hints;
    return judgePastedCause(sample, holders, known, report);
  }
  const { anonBytes } = report.victim;
  const limit = report.limitBytes ?? limitBytes;
  // Without the table the victim's own memory tells if it alone was the greater part of the limit.
  if (anonBytes === null || limit === null || anonBytes <= limit * majority || anonBytes > limit) return null;
  return judgePastedCause(sampleOf({ anon: anonBytes, usage: limit }), holders, hints, report);
}

/** What the one process that maps the most of it maps; each of them may map the same. */
function mappedShmem({ tasks, line }: KernelReport): number {
  const [, kibibytes = 0] = /\bshmem-rss:(\d+)kB/.exec(line) ?? [];
  return Math.max(Number(kibibytes) * 1024, ...tasks.map(({ shmemBytes }) => shmemBytes ?? 0));
}

function withoutTable({ victim }: KernelReport): string {
  const held =
    victim.anonBytes === null ? '' : `: its victim held ${mebibytes(victim.anonBytes)} of anonymous memory`;
  return `what filled the limit can't be told without the kernel's table of it${held}`;
}
