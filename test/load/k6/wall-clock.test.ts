import { expect, it } from 'vitest';
import { monotonicMs } from '../../../harness/process/clock.ts';
import { monotonicOffsetMs } from '../../../harness/load/k6/wall-clock.ts';

it('turns times of the wall clock into those of the monotonic one, to a millisecond or two', () => {
  const offsetMs = monotonicOffsetMs();
  const differences = Array.from({ length: 50 }, () => monotonicMs() - (Date.now() + offsetMs));
  // Date.now() drops what is below a millisecond: the true difference lies between 0 and 1.
  expect(Math.min(...differences)).toBeGreaterThan(-1.5);
  expect(Math.min(...differences)).toBeLessThan(2.5);
});
