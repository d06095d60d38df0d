import { describe, expect, it } from 'vitest';
import { backoffMs, clockDivisor } from '../../../../harness/platforms/cgroup/supervisor/backoff.ts';

describe('backoffMs', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 10_000],
    [3, 20_000],
    [4, 40_000],
    [6, 160_000],
    [7, 300_000],
    [8, 300_000],
    [5000, 300_000],
  ])('after %d deaths is %d ms by the clock of a kubelet', (deaths, ms) => {
    expect(backoffMs(deaths, 1)).toBe(ms);
  });

  it('runs by a clock that is 50 times as fast', () => {
    expect(clockDivisor).toBe(50);
    expect([1, 2, 3, 7].map((deaths) => backoffMs(deaths))).toEqual([0, 200, 400, 6000]);
  });
});
