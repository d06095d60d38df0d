import { describe, expect, it } from 'vitest';
import { areaPath, linePath } from '../../../harness/report/html/chart/path.ts';

describe('the path of a line', () => {
  it('is in relative steps of a tenth of a unit', () => {
    expect(
      linePath([
        [10, 20],
        [11, 19.96],
        [12.04, 25],
      ]),
    ).toBe('M10 20l1 0 1 5');
  });

  it('never drifts from where the points are, however many steps it takes', () => {
    const path = linePath(Array.from({ length: 1000 }, (_, index) => [index * 1.04, index % 2]));
    const steps = path.slice(path.indexOf('l') + 1).match(/-?\d*\.?\d+/g) ?? [];
    const x = steps.filter((_, index) => index % 2 === 0).reduce((sum, step) => sum + Number(step), 0);
    expect(x).toBeCloseTo(999 * 1.04, 0);
  });

  it('leaves out points on a level, and no others', () => {
    expect(
      linePath([
        [0, 5],
        [1, 5],
        [2, 5],
        [3, 6],
      ]),
    ).toBe('M0 5l2 0 1 1');
  });

  it('is nothing for no points, and a dot for one', () => {
    expect(linePath([])).toBe('');
    expect(linePath([[1, 1]])).toBe('M1 1h0');
    expect(areaPath([], 10)).toBe('');
  });

  it('goes down to the bottom at both ends of an area', () => {
    expect(
      areaPath(
        [
          [0, 5],
          [10, 3],
        ],
        20,
      ),
    ).toBe('M0 20l0-15 10-2 0 17z');
  });
});
