import { describe, expect, it } from 'vitest';
import { judgeGrowth } from '../../../harness/verdict/diagnose/growth.ts';

const mebibyte = 2 ** 20;
/** Looks for 20 s, ten times a second, at what `at` says of each second, in MiB. */
const lookAt = (at: (second: number) => number) =>
  judgeGrowth(Array.from({ length: 200 }, (_, index) => [index * 100, at(index / 10) * mebibyte] as const));
/** The same each time: a series of numbers from 0 to 1 without a pattern. */
const noise = (second: number) => Math.abs(Math.sin(second * 12.9898) * 43_758.5453) % 1;

describe('the growth of a series', () => {
  it('is steady where it goes on and on, at its own pace, whatever comes and goes on top', () => {
    const clean = lookAt((second) => 20 + 2 * second);
    expect(clean).toMatchObject({ shape: 'steady', leftBytes: Infinity });
    expect(clean.bytesPerSecond / mebibyte).toBeCloseTo(2, 1);
    const noisy = lookAt((second) => 20 + 2 * second + 3 * noise(second));
    expect(noisy.shape).toBe('steady');
    expect(noisy.bytesPerSecond / mebibyte).toBeGreaterThan(1.7);
    expect(noisy.bytesPerSecond / mebibyte).toBeLessThan(2.3);
    expect(noisy.low).toBeLessThan(noisy.bytesPerSecond);
    expect(noisy.high).toBeGreaterThan(noisy.bytesPerSecond);
  });

  it('goes by the later pace where that is faster', () => {
    const { shape, bytesPerSecond } = lookAt((second) => 20 + 0.2 * second ** 2);
    expect(shape).toBe('steady');
    expect(bytesPerSecond / mebibyte).toBeGreaterThan(4);
  });

  it.each([
    ['nothing changes', () => 50],
    ['it goes up and down by little', (second: number) => 50 + 0.3 * noise(second)],
    ['it only falls', (second: number) => 90 - 2 * second],
    ['it grew by less than the kernel charges at once', (second: number) => 50 + 0.02 * second],
  ])('is none where %s', (_what, at) => {
    expect(lookAt(at)).toMatchObject({ shape: 'flat', bytesPerSecond: 0 });
  });

  it('is none for a collected heap, whose low points stay', () => {
    const teeth = lookAt((second) => 40 + 8 * (second % 3));
    expect(teeth).toMatchObject({ shape: 'churning', bytesPerSecond: 0 });
  });

  it('is that of the low points for a heap that leaks below its collections', () => {
    const { shape, bytesPerSecond } = lookAt((second) => 40 + 12 * (second % 2) + 2.5 * second);
    expect(shape).toBe('churning');
    expect(bytesPerSecond / mebibyte).toBeGreaterThan(2);
    expect(bytesPerSecond / mebibyte).toBeLessThan(4);
  });

  it('is levelling where it slows down, with what is still to come', () => {
    const { shape, leftBytes, bytesPerSecond } = lookAt((second) => 20 + 40 * (1 - Math.exp(-second / 8)));
    expect(shape).toBe('levelling');
    // After 20 s of a time constant of 8 s, 3.3 of the 40 MiB are to come.
    expect(leftBytes / mebibyte).toBeGreaterThan(1);
    expect(leftBytes / mebibyte).toBeLessThan(8);
    expect(bytesPerSecond).toBeGreaterThan(0);
  });

  it('is over where a fill has reached its end', () => {
    const { bytesPerSecond, leftBytes } = lookAt((second) => Math.min(20 + 4 * second, 60));
    expect(bytesPerSecond).toBe(0);
    expect(leftBytes).toBe(0);
  });

  it('is not clear where all of it came at once', () => {
    expect(lookAt((second) => (second < 10 ? 20 : 60))).toMatchObject({
      shape: 'unclear',
      bytesPerSecond: 0,
    });
  });

  it('of less than a handful of points is none', () => {
    expect(judgeGrowth([])).toMatchObject({ shape: 'flat' });
    expect(
      judgeGrowth([
        [0, 1],
        [1000, 2 ** 30],
      ]),
    ).toMatchObject({ shape: 'flat' });
  });
});
