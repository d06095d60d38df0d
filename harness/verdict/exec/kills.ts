import { basename } from 'node:path/posix';
import type { ExecRecording } from '../../recording/recording.ts';
import { parseKernelReports, type KernelReport } from '../kernel-report.ts';
import type { KernelFindings } from './types.ts';

/** What is known of the kills: how many the cgroup counted, and whom the kernel named. */
export interface Kills {
  counted: number;
  reports: KernelReport[];
  /** The report that the cause is read from: that on the main process, or else the first. */
  decisive: KernelReport | null;
  /** Whether the main process was killed at the limit; null where nothing was counted. */
  main: boolean | null;
  kernelLog: KernelFindings;
}

/**
 * The cgroup's counter says that there were kills. Which process it was, the kernel's log says; where that
 * can't be had, a main process that ended by SIGKILL is taken for the victim.
 */
export function judgeKills({ lives, kernelLog, exec }: ExecRecording): Kills {
  const life = lives[0];
  const counted = life?.ended?.oomKills ?? 0;
  const reports = parseKernelReports(kernelLog?.lines ?? []);
  const ofMain = reports.find(({ victim }) => victim.pid === life?.started.pid) ?? null;
  const decisive = ofMain ?? reports[0] ?? null;
  const bySigkill = life?.ended?.signal === 'SIGKILL' && !life.ended.stopped;
  const namesAll = kernelLog?.pidsComparable === true && reports.length >= counted;
  const main = counted === 0 ? null : bySigkill && (ofMain !== null || !namesAll);
  return { counted, reports, decisive, main, kernelLog: findingsOf(reports, decisive) };

  function findingsOf(all: KernelReport[], one: KernelReport | null): KernelFindings {
    return {
      victims: all.map(({ victim }) => victim),
      constraint: one?.constraint ?? null,
      limitedCgroup: one?.limitedCgroup ?? null,
      victimCgroup: one?.victimCgroup ?? null,
      missing: whyMissing(counted, all.length, basename(exec.cgroup), kernelLog?.unreadable ?? null),
      lines: kernelLog?.lines ?? [],
    };
  }
}

function whyMissing(
  counted: number,
  found: number,
  cgroup: string,
  unreadable: string | null,
): string | null {
  if (found > 0) return null;
  if (counted === 0) return 'nothing was killed';
  return unreadable ?? `the kernel's log has no lines on ${cgroup}: they are gone, or were never printed`;
}

/** Why the counted kills say nothing about this limit; null where they do. */
export function notThisLimit({ decisive }: Kills, cgroup: string): string | null {
  if (decisive === null) return null;
  if (decisive.constraint !== null && decisive.constraint !== 'CONSTRAINT_MEMCG')
    return `the whole host ran out of memory (${decisive.constraint}), not this limit`;
  const { limitedCgroup } = decisive;
  if (limitedCgroup !== null && !`${limitedCgroup}/`.includes(`/${basename(cgroup)}/`))
    return `the limit of a cgroup above was met (${limitedCgroup}), not this one`;
  return null;
}
