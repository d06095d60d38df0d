import { monotonicMs } from '../../process/clock.ts';

/**
 * What to add to a time of the wall clock, in ms, for that of CLOCK_MONOTONIC, true to some microseconds:
 * taken at the moment when the wall clock's millisecond changes. It holds until the wall clock is set.
 */
export function monotonicOffsetMs(): number {
  const before = Date.now();
  let wallMs = before;
  while (wallMs === before) wallMs = Date.now();
  return monotonicMs() - wallMs;
}
