import { describe, expect, it } from 'vitest';
import { paceOf, waitMs } from '../../harness/sampler/pace.ts';

describe('the pace of looking', () => {
  const pace = { finestMs: 1, longestMs: 10, fillBytesPerMs: 1000 };

  it.each([
    ['the time that it takes to fill the room', 4500, 4.5],
    ['the finest tick where there is hardly any', 200, 1],
    ['the finest tick where there is none', 0, 1],
    ['no more than the longest', 1e9, 10],
    ['the longest where there is no limit', Infinity, 10],
  ])('is %s', (_what, roomBytes, ms) => {
    expect(waitMs(pace, roomBytes)).toBe(ms);
  });

  it('is slower as a whole for whoever looks no finer than each 10 ms', () => {
    const [fine, coarse] = [paceOf(1, 2), paceOf(10, 2)];
    expect(coarse.longestMs).toBeGreaterThan(fine.longestMs);
    expect(waitMs(coarse, 64 * 2 ** 20)).toBeGreaterThan(5 * waitMs(fine, 64 * 2 ** 20));
  });

  it('grows with the processors that may fill one cgroup, up to some', () => {
    const [one, two, four, many] = [1, 2, 4, 64].map((count) => paceOf(1, count).fillBytesPerMs);
    expect(two).toBeGreaterThan(one ?? Infinity);
    expect(four).toBeGreaterThan(two ?? Infinity);
    expect(many).toBe(four);
  });
});
