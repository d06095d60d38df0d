import { cpus } from 'node:os';
import type { Pace } from '../recording/types.ts';

const longestMs = 10;

/**
 * What one processor fills in small pages: on an AMD EPYC with Linux 6.18, writes to a memfd came to 3.0 GB/s, and
 * anonymous memory to 1.9 GB/s. Huge pages came to 21 GB/s: at such a speed no tick is fine enough, and what filled
 * the limit is told by the kernel's own table.
 */
const fillBytesPerMs = (3 * 2 ** 30) / 1000;
/** What each further one adds: two at once came to hardly more, for they wait at the counter and lists of the cgroup. */
const furtherBytesPerMs = 2 ** 30 / 1000;
const mostFurther = 3;

/** The pace of this host. */
export function paceOf(finestMs: number, processors = cpus().length): Pace {
  const further = Math.min(mostFurther, Math.max(0, processors - 1));
  return { finestMs, longestMs, fillBytesPerMs: Math.round(fillBytesPerMs + further * furtherBytesPerMs) };
}

/** How long nobody need look, in ms: the limit can't be met sooner than it takes to fill the room below it. */
export function waitMs(pace: Pace, roomBytes: number): number {
  return Math.min(pace.longestMs, Math.max(pace.finestMs, roomBytes / pace.fillBytesPerMs));
}
