import { cpus } from 'node:os';
import type { Pace } from '../recording/types.ts';

/** A look at 10 ms' distance takes three times the processor time of one at 1 ms: the caches are cold by then. */
const longestMs = 20;
/** Whoever samples coarsely near the limit does so by this factor more far from it. */
const coarsest = 10;

/**
 * How fast one processor fills small pages: on an AMD EPYC with Linux 6.18, 3.0 GB/s in a memfd, 1.9 GB/s of
 * anonymous memory. With huge pages it was 21 GB/s: no tick is fine enough for that, and the kernel's own table
 * must say what filled the limit.
 */
const fillBytesPerMs = (3 * 2 ** 30) / 1000;
/** What each further one adds: two were hardly faster, as they contend for the cgroup's counter and lists. */
const furtherBytesPerMs = 2 ** 30 / 1000;
const mostFurther = 3;

/** The pace of this host. Who looks no finer than each 10 ms is told of what fills a tenth as fast as the host can. */
export function paceOf(finestMs: number, processors = cpus().length): Pace {
  const further = Math.min(mostFurther, Math.max(0, processors - 1));
  const fastest = fillBytesPerMs + further * furtherBytesPerMs;
  return {
    finestMs,
    longestMs: Math.max(longestMs, finestMs * coarsest),
    fillBytesPerMs: Math.round(fastest / finestMs),
  };
}

/** How long it is safe not to look, in ms: the time it takes to fill the room below the limit. */
export function waitMs(pace: Pace, roomBytes: number): number {
  return Math.min(pace.longestMs, Math.max(pace.finestMs, roomBytes / pace.fillBytesPerMs));
}
