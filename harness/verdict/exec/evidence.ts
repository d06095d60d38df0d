import type { ExecRecording } from '../../recording/recording.ts';
import type { Evidence } from '../types.ts';
import type { Kills } from './kills.ts';

/** The numbers and lines that the verdict rests on, each with its source. */
export function evidenceOf({ lives, pod, sampler, leftBehind }: ExecRecording, kills: Kills): Evidence[] {
  const end = lives[0]?.ended;
  const all: (Evidence | null)[] = [
    end ? { what: 'kills counted by the cgroup', value: end.oomKills, from: end.oomKillsFrom } : null,
    end
      ? {
          what: 'end of the main process',
          value: end.signal ?? `exit code ${end.exitCode}`,
          from: end.stopped ? 'wait status, after the tool ended it' : 'wait status',
        }
      : null,
    ...kills.reports.map(({ line }) => ({ what: "the kernel's word", value: line, from: '/dev/kmsg' })),
    kills.kernelLog.missing !== null && kills.counted > 0
      ? { what: "the kernel's word", value: kills.kernelLog.missing, from: '/dev/kmsg' }
      : null,
    {
      what: 'charges that met the limit',
      value: pod.at(-1)?.limitEvents ?? 0,
      from: 'memory.events: max (v1: memory.failcnt)',
    },
    sampler
      ? {
          what: 'cost of the sampler, share of a core',
          value: Math.round((sampler.cpuMs / sampler.wallMs) * 1000) / 1000,
          from: 'getrusage of the sampler',
        }
      : null,
    leftBehind && leftBehind.processes.length > 0
      ? {
          what: 'left running and killed',
          value: leftBehind.processes.map(({ pid, name }) => `${name} (${pid})`).join(', '),
          from: 'cgroup.procs',
        }
      : null,
  ];
  return all.flatMap((one) => one ?? []);
}
