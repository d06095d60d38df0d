import { describe, expect, it } from 'vitest';
import { evenInTime, median, robustSlope, thin, type Point } from '../../harness/verdict/slope.ts';

const rising = Array.from({ length: 30 }, (_, index): Point => [index * 100, 1000 + index * 5]);

describe('robustSlope', () => {
  it.each<[string, Point[], number | null]>([
    ['nothing for no points', [], null],
    ['nothing for one point', [[0, 1]], null],
    [
      'nothing for points of one moment',
      [
        [5, 1],
        [5, 9],
      ],
      null,
    ],
    [
      'units per second of two points',
      [
        [0, 0],
        [500, 10],
      ],
      20,
    ],
    [
      'zero for a level line',
      [
        [0, 7],
        [100, 7],
        [300, 7],
      ],
      0,
    ],
    [
      'a negative slope for a falling line',
      [
        [0, 10],
        [1000, 4],
      ],
      -6,
    ],
    ['the slope of a rising line', rising, 50],
  ])('is %s', (_what, points, slope) => {
    if (slope === null) expect(robustSlope(points)).toBeNull();
    else expect(robustSlope(points)).toBeCloseTo(slope, 9);
  });

  it('is not moved by a quarter of the points being far off', () => {
    const noisy = rising.map(([ms, value], index): Point => [ms, index % 4 === 1 ? value + 1e6 : value]);
    expect(robustSlope(noisy)).toBeCloseTo(50, 9);
  });

  it('does not depend on the order of the points', () => {
    expect(robustSlope(rising.toReversed())).toBeCloseTo(50, 9);
  });
});

describe('median', () => {
  it.each([
    [[], null],
    [[3], 3],
    [[10, 9, 100], 10],
    [[4, 1, 3, 2], 2.5],
    [[-1, -10], -5.5],
  ])('of %j is %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('leaves its input in order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('evenInTime', () => {
  it('takes no more than one point of each stretch of time, however many there are', () => {
    const often = Array.from({ length: 100 }, (_, index): Point => [900 + index, index]);
    expect(evenInTime([...rising.slice(0, 9), ...often], 10)).toEqual([
      ...rising.slice(0, 9),
      often[0],
      often[99],
    ]);
  });

  it('keeps a series that is even already', () => {
    expect(evenInTime(rising, 29)).toEqual(rising);
  });

  it('gives one point of one moment, and none of none', () => {
    expect(evenInTime([[5, 1]], 10)).toEqual([[5, 1]]);
    expect(evenInTime([], 10)).toEqual([]);
  });

  it('lets the slope be that of the time, and not of where the most points lie', () => {
    const steep = Array.from({ length: 500 }, (_, index): Point => [2900 + index / 5, 1150 + index * 20]);
    const points = [...rising, ...steep];
    expect(robustSlope(evenInTime(points, 30))).toBeCloseTo(50, 0);
    expect(robustSlope(points)).toBeGreaterThan(1000);
  });
});

describe('thin', () => {
  it('keeps a short series as it is', () => {
    expect(thin(rising, 30)).toEqual(rising);
  });

  it('keeps points of all parts of a long series, in order', () => {
    expect(thin(rising, 3)).toEqual([rising[0], rising[10], rising[20]]);
  });
});
