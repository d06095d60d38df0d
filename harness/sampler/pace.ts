import { cpus } from 'node:os';
import type { Pace } from '../recording/types.ts';

const longestMs = 10;

/**
 * What a processor fills in small pages: on an AMD EPYC with Linux 6.18, writes to a memfd came to 3.0 GB/s, and
 * anonymous memory to 1.9 GB/s. Huge pages came to 21 GB/s: at such a speed no tick is fine enough, and what filled
 * the limit is told by the kernel's own table.
 */
const fillBytesPerMsOfOne = (3 * 2 ** 30) / 1000;
/** More of them wait for each other at the counter and the page lists of the one cgroup that they fill. */
const mostProcessors = 4;

/** The pace of this host. */
export function paceOf(finestMs: number, processors = cpus().length): Pace {
  const filling = Math.min(mostProcessors, Math.max(1, processors));
  return { finestMs, longestMs, fillBytesPerMs: Math.round(filling * fillBytesPerMsOfOne) };
}

/** How long nobody need look, in ms: the limit can't be met sooner than it takes to fill the room below it. */
export function waitMs({ finestMs, longestMs: most, fillBytesPerMs }: Pace, roomBytes: number): number {
  return Math.min(most, Math.max(finestMs, roomBytes / fillBytesPerMs));
}
