import { basename } from 'node:path/posix';
import { parseKernelReports, type KernelReport } from '../../kernel/oom-report.ts';
import type { TargetRecording } from '../../recording/recording.ts';
import { sampleOf } from '../../recording/types.ts';
import { judgeCause, type CauseFindings } from '../cause.ts';
import { compose } from '../composition.ts';
import { attributeTarget } from './attribution.ts';
import type { PastKill } from './findings.ts';

/** The kills that the kernel's log still has, each with its own cause, oldest first. */
export function pastKillsOf(recording: TargetRecording): PastKill[] {
  const { kernelLog, target } = recording;
  return parseKernelReports(kernelLog?.lines ?? []).map((report) => {
    const atMs = kernelLog?.timesMs?.[report.lineIndex];
    const { cause, reason } = causeOf(recording, report);
    return {
      atMs: atMs === undefined ? null : atMs - target.atMs,
      victim: { pid: report.victim.pid, name: report.victim.name },
      cause: cause === 'unknown' && report.table === null ? null : cause,
      causeReason: reason,
      limitBytes: report.limitBytes,
      isOwnLimit: isOwnLimit(report, target.cgroup),
      from: "the kernel's log",
    };
  });
}

function causeOf(
  recording: TargetRecording,
  { table }: KernelReport,
): Pick<CauseFindings, 'cause' | 'reason'> {
  if (table === null)
    return { cause: 'unknown', reason: "the kernel's table of that moment is not in its log" };
  const sample = sampleOf(table);
  return judgeCause(compose(sample, 0), attributeTarget(recording, sample));
}

/** A container's limit below the target's is its own too. */
function isOwnLimit({ constraint, limitedCgroup }: KernelReport, cgroup: string | null): boolean | null {
  if (constraint !== null && constraint !== 'CONSTRAINT_MEMCG') return false;
  if (limitedCgroup === null || cgroup === null) return null;
  return `${limitedCgroup}/`.includes(`/${basename(cgroup)}/`);
}
