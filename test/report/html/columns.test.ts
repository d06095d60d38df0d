import { describe, expect, it } from 'vitest';
import { Columns } from '../../../harness/report/html/chart/columns.ts';

describe('a series that is thinned to columns of pixels', () => {
  it('keeps a peak and a trough of one sample each, where and as high as they were', () => {
    const columns = new Columns({ fromMs: 0, toMs: 100_000 }, 100);
    for (let ms = 0; ms < 100_000; ms++) columns.add(ms, ms === 50_500 ? 999 : ms === 50_700 ? -5 : 10);
    const points = columns.points();
    expect(points).toContainEqual([50_500, 999]);
    expect(points).toContainEqual([50_700, -5]);
    expect(points.length).toBeLessThanOrEqual(200);
  });

  it('gives the points in the order of time, also where the least came after the most', () => {
    const columns = new Columns({ fromMs: 0, toMs: 10 }, 1);
    for (const [ms, value] of [
      [1, 5],
      [2, 9],
      [3, 1],
    ] as const)
      columns.add(ms, value);
    expect(columns.points()).toEqual([
      [2, 9],
      [3, 1],
    ]);
  });

  it('leaves out what lies outside of its span', () => {
    const columns = new Columns({ fromMs: 0, toMs: 10 }, 10);
    columns.add(-1, 7);
    columns.add(12, 7);
    expect(columns.points()).toEqual([]);
  });
});
