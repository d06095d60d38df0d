import { basename } from 'node:path';
import type { ArmRecording, Life } from '../recording/recording.ts';
import { parseKernelReports } from '../kernel/oom-report.ts';

/**
 * Adds kills that only the kernel log reports. On cgroup v1 a kill counts in the container's cgroup alone, which
 * the runtime removes within milliseconds: on a busy host the sampler is too late. The log names each victim's
 * cgroup. If it has a kill for every life that SIGKILL ended there, each is an OOM kill; if it has fewer, nobody
 * knows which, and none counts.
 */
export function countLoggedKills(arm: ArmRecording): ArmRecording {
  const reports = parseKernelReports(arm.kernelLog?.lines ?? []);
  if (reports.length === 0) return arm;
  const killedIn = (cgroup: string) =>
    arm.lives.filter((life) => nameOf(life) === cgroup && wasKilled(life)).length;
  const loggedIn = (cgroup: string) =>
    reports.filter(({ victimCgroup }) => victimCgroup !== null && basename(victimCgroup) === cgroup).length;
  return { ...arm, lives: arm.lives.map(counted) };

  function counted(life: Life): Life {
    const { ended } = life;
    if (!ended || ended.oomKills > 0 || !wasKilled(life) || loggedIn(nameOf(life)) < killedIn(nameOf(life)))
      return life;
    const from = '/dev/kmsg: the cgroup was gone before its counter was read';
    return { ...life, ended: { ...ended, oomKills: 1, oomKillsFrom: from } };
  }
}

function nameOf({ started }: Life): string {
  return basename(started.cgroup);
}

function wasKilled({ ended }: Life): boolean {
  return ended?.signal === 'SIGKILL' && !ended.stopped;
}
