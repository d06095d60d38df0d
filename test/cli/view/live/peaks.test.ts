import { describe, expect, it } from 'vitest';
import { Peaks } from '../../../../harness/cli/view/live/peaks.ts';

describe('peaks', () => {
  it('keep the highest of each span', () => {
    const peaks = new Peaks();
    for (const [atMs, value] of [
      [0, 1],
      [5, 9],
      [10, 2],
      [100, 3],
    ] as const)
      peaks.push(atMs, value);
    expect(peaks.spread(2, 200)).toEqual([9, 3]);
  });

  it('fill as many columns as time has passed of what is to come', () => {
    const peaks = new Peaks();
    for (let atMs = 0; atMs < 500; atMs += 10) peaks.push(1000 + atMs, 1);
    expect(peaks.spread(10, 1000)).toHaveLength(5);
  });

  it('go on as before where nothing was noticed to change', () => {
    const peaks = new Peaks();
    peaks.push(0, 4);
    peaks.push(1000, 6);
    expect(peaks.spread(10, 1000).slice(0, 8)).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
  });

  it('stay few over an hour, with the peak of a millisecond kept', () => {
    const peaks = new Peaks();
    for (let atMs = 0; atMs < 3_600_000; atMs += 100) peaks.push(atMs, atMs === 1_800_000 ? 99 : 1);
    const columns = peaks.spread(60, 3_600_000);
    expect(columns.filter((value) => value === 99)).toHaveLength(1);
    expect(columns.length).toBeLessThanOrEqual(60);
  });
});
