/** A kubelet restarts a container at once the first time, then after 10 s, doubling up to 300 s. */
const kubeletBackoff = { initialMs: 10_000, factor: 2, maxMs: 300_000 };

/** Speed-up of the kubelet's clock here, so that a restart loop shows within seconds. */
export const clockDivisor = 50;

/** Delay before a restart, in ms; `deaths` counts the ends so far, from 1. */
export function backoffMs(deaths: number, divisor = clockDivisor): number {
  if (deaths <= 1) return 0;
  const { initialMs, factor, maxMs } = kubeletBackoff;
  return Math.min(initialMs * factor ** (deaths - 2), maxMs) / divisor;
}
