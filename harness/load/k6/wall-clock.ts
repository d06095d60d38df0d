import { monotonicMs } from '../../process/clock.ts';

/**
 * Offset from the wall clock to CLOCK_MONOTONIC in ms, accurate to microseconds: taken when the wall clock's
 * millisecond changes. Valid until the wall clock is set.
 */
export function monotonicOffsetMs(): number {
  const before = Date.now();
  let wallMs = before;
  while (wallMs === before) wallMs = Date.now();
  return monotonicMs() - wallMs;
}
