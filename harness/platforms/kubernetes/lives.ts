import { monotonicMs } from '../../process/clock.ts';
import type { LifeBegin, LifeRecorder } from '../life-recorder.ts';
import type { SeenCgroup } from '../pod-cgroups.ts';
import type { PodStatus } from './pod-status.ts';

/**
 * Reports the lives of a pod's container from a new pod status: which life it is, how it ended, and Kubernetes'
 * reason. The status comes up to a second after the kill, and repeats earlier reports. With `readyAtStart` a life is
 * ready once its container has started.
 */
export function reportLives(
  recorder: LifeRecorder,
  status: PodStatus,
  lastLines: (status: PodStatus, containerId: string | null) => Promise<string[]>,
  readyAtStart = false,
): void {
  const { life, running, ready, containerId, evicted } = status;
  const begin = (nth: number, id: string | null) => {
    if (!recorder.hasBegun(nth)) recorder.begin(beginOf(recorder, nth, id, () => lastLines(status, id)));
  };
  const eviction = { life: life ?? 1, containerId, exitCode: 137, reason: 'Evicted' };
  for (const end of evicted ? [...status.ends, eviction] : status.ends) {
    begin(end.life, end.containerId);
    if (readyAtStart && end.reason !== 'StartError') recorder.ready(end.life);
    recorder.end({ ...end, atMs: monotonicMs() });
  }
  if (life === null || !running) return;
  begin(life, containerId);
  if (ready || readyAtStart) recorder.ready(life);
}

function beginOf(
  { cgroups }: LifeRecorder,
  life: number,
  containerId: string | null,
  lastLines: LifeBegin['lastLines'],
): LifeBegin {
  const isOwn = ({ level }: SeenCgroup) => containerId !== null && level.includes(containerId);
  const own = () => cgroups.of(life, isOwn);
  const atMs = own()?.seenMs ?? monotonicMs();
  return { life, atMs, pid: 0, cgroup: () => own()?.level ?? containerId ?? '', isOwn, lastLines };
}
