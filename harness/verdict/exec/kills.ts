import { basename } from 'node:path/posix';
import type { ExecRecording } from '../../recording/recording.ts';
import { metLimitOf } from './met-limit.ts';
import type { KernelFindings, MetLimit } from './types.ts';
import { parseKernelReports, type KernelReport } from '../../kernel/oom-report.ts';

/** What is known of the kills: the cgroup's count, and the victims named by the kernel. */
export interface Kills {
  counted: number;
  reports: KernelReport[];
  /** The report that decides the cause: that on the main process, otherwise the first. */
  decisive: KernelReport | null;
  /** Whether the main process was killed at the limit; null if nothing was counted. */
  main: boolean | null;
  /** The limit met in a nested cgroup; null if it was that of `exec`. */
  metLimit: MetLimit | null;
  kernelLog: KernelFindings;
}

/**
 * The recording with all kills counted: v1 counts those in a nested cgroup only there, and it may be gone at the
 * end, so the samples or the kernel log supply them.
 */
export function countAllKills(recording: ExecRecording): ExecRecording {
  const { pod, kernelLog } = recording;
  const sampled = pod.at(-1)?.oomKills ?? 0;
  const logged = parseKernelReports(kernelLog?.lines ?? []).length;
  const lives = recording.lives.map((life) => {
    const { ended } = life;
    if (!ended || Math.max(sampled, logged) <= ended.oomKills) return life;
    const from = logged > sampled ? '/dev/kmsg' : `${ended.oomKillsFrom}, as sampled`;
    const oomKillsFrom = `${from}: the cgroup of the victim, below this one, is gone`;
    return { ...life, ended: { ...ended, oomKills: Math.max(sampled, logged), oomKillsFrom } };
  });
  return { ...recording, lives };
}

/**
 * The cgroup's counter says that there were kills, the kernel log which process it was. Without the log, a main
 * process ended by SIGKILL is taken for the victim.
 */
export function judgeKills(recording: ExecRecording): Kills {
  const { lives, kernelLog, exec } = recording;
  const life = lives[0];
  const counted = life?.ended?.oomKills ?? 0;
  const reports = parseKernelReports(kernelLog?.lines ?? []);
  const ofMain = reports.find(({ victim }) => victim.pid === life?.started.pid) ?? null;
  const decisive = ofMain ?? reports[0] ?? null;
  const bySigkill = life?.ended?.signal === 'SIGKILL' && !life.ended.stopped;
  const namesAll = kernelLog?.pidsComparable === true && reports.length >= counted;
  const main = counted === 0 ? null : bySigkill && (ofMain !== null || !namesAll);
  const metLimit = counted === 0 ? null : metLimitOf(recording, decisive);
  return { counted, reports, decisive, main, metLimit, kernelLog: findingsOf(reports, decisive) };

  function findingsOf(all: KernelReport[], one: KernelReport | null): KernelFindings {
    return {
      victims: all.map(({ victim: { pid, name } }) => ({ pid, name })),
      constraint: one?.constraint ?? null,
      limitedCgroup: one?.limitedCgroup ?? null,
      victimCgroup: one?.victimCgroup ?? null,
      missing: missingReason(counted, all.length, basename(exec.cgroup), kernelLog?.unreadable ?? null),
      lines: kernelLog?.lines ?? [],
    };
  }
}

function missingReason(
  counted: number,
  found: number,
  cgroup: string,
  unreadable: string | null,
): string | null {
  if (found > 0) return null;
  if (counted === 0) return 'nothing was killed';
  return unreadable ?? `the kernel's log has no lines on ${cgroup}: they are gone, or were never printed`;
}

/** Why the counted kills say nothing about this limit; null if they do. */
export function notThisLimit({ decisive }: Kills, cgroup: string): string | null {
  if (decisive === null) return null;
  if (decisive.constraint !== null && decisive.constraint !== 'CONSTRAINT_MEMCG')
    return `the whole host ran out of memory (${decisive.constraint}), not this limit`;
  const { limitedCgroup } = decisive;
  if (limitedCgroup !== null && !`${limitedCgroup}/`.includes(`/${basename(cgroup)}/`))
    return `the limit of a cgroup above was met (${limitedCgroup}), not this one`;
  return null;
}
