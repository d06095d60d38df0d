import { setTimeout as sleep } from 'node:timers/promises';
import { findPod } from './find-pod.ts';
import type { SamplerSettings } from './settings.ts';

const lookEveryMs = 20;

/** The folder of the pod's cgroup once it exists; null if the sampler is stopped first. */
export async function waitForPod(
  pod: SamplerSettings['pod'],
  isStopping: () => boolean,
): Promise<string | null> {
  if (typeof pod === 'string') return pod;
  while (!isStopping()) {
    const found = findPod(pod.below, pod.uid);
    if (found !== null) return found;
    await sleep(lookEveryMs);
  }
  return null;
}
