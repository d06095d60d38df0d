import type { TargetRecording } from '../../recording/recording.ts';
import type { Evidence } from '../types.ts';
import type { Diagnosis } from './findings.ts';

type Known = Pick<Diagnosis, 'limitBytes' | 'limits' | 'usageBytes' | 'unreclaimableBytes' | 'composition'>;

/** The numbers of the answer, each with where it was read. */
export function evidenceOf({ target, pod, sampler }: TargetRecording, known: Known): Evidence[] {
  const { limitBytes, limits, usageBytes, unreclaimableBytes, composition } = known;
  const folder = target.cgroup ?? target.via;
  const least = limits.find(({ bytes }) => bytes === limitBytes);
  const counts = pod.at(-1);
  return [
    { what: 'limit', value: limitBytes ?? 'none', from: least?.source ?? folder },
    {
      what: 'usage',
      value: usageBytes ?? 'unknown',
      from: `${folder}: memory.current (v1: memory.usage_in_bytes)`,
    },
    {
      what: 'unreclaimable',
      value: unreclaimableBytes ?? 'unknown',
      from: `${folder}/memory.stat: anon, shmem, locked file pages, sockets, kernel memory`,
    },
    {
      what: 'clean cache',
      value: composition?.cleanCacheBytes ?? 'unknown',
      from: `${folder}/memory.stat: file less shmem, dirty, locked`,
    },
    {
      what: 'limit events',
      value: counts?.limitEvents ?? 'unknown',
      from: `${folder}: memory.events max (v1: memory.failcnt)`,
    },
    {
      what: 'kills',
      value: counts?.oomKills ?? 'unknown',
      from: `${folder}: memory.events oom_kill (v1: memory.oom_control)`,
    },
    {
      what: 'samples',
      value: pod.length,
      from: sampler
        ? `one each ${sampler.pace?.longestMs ?? sampler.intervalMs} ms or sooner`
        : 'the sampler',
    },
  ];
}
