import { describe, expect, it } from 'vitest';
import { arrivalMs, arrivalsBefore } from '../../harness/load/plan.ts';

const constant = { ratePerSecond: 200, rampMs: 0, durationMs: 5000 };
const ramped = { ratePerSecond: 100, rampMs: 2000, durationMs: 5000 };
const onlyRamp = { ratePerSecond: 50, rampMs: 4000, durationMs: 4000 };
const slow = { ratePerSecond: 0.5, rampMs: 0, durationMs: 10_000 };

describe('arrivalMs', () => {
  it.each([
    ['the first at once', constant, 0, 0],
    ['the second after one interval', constant, 1, 5],
    ['the last of five seconds', constant, 999, 4995],
    ['the first of a ramp at once', ramped, 0, 0],
    ['the 25th, a quarter of the ramp, after half of its time', ramped, 25, 1000],
    ['the first after the ramp at its end', ramped, 100, 2000],
    ['those after the ramp at the full rate', ramped, 110, 2100],
    ['the second of a rate below one per second', slow, 1, 2000],
  ])('has %s', (_what, plan, index, ms) => {
    expect(arrivalMs(index, plan)).toBeCloseTo(ms, 6);
  });

  it('never goes back in time, not at the end of the ramp either', () => {
    const times = Array.from({ length: 200 }, (_, index) => arrivalMs(index, ramped));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
  });
});

describe('arrivalsBefore', () => {
  it.each([
    ['none before the load began', constant, -100, 0],
    ['none before its first moment', constant, 0, 0],
    ['one right after it', constant, 1, 1],
    ['not the one that falls due exactly now', constant, 5, 1],
    ['200 in a second', constant, 1000, 200],
    ['no more than those of the whole time', constant, 60_000, 1000],
    ['a quarter of the ramp in half of its time', ramped, 1000, 25],
    ['half of a full rate in a ramp', ramped, 2000, 100],
    ['the full rate after the ramp', ramped, 5000, 400],
    ['half of a full rate where all is a ramp', onlyRamp, 4000, 100],
    ['few at a rate below one per second', slow, 10_000, 5],
  ])('counts %s', (_what, plan, ms, count) => {
    expect(arrivalsBefore(ms, plan)).toBe(count);
  });

  it.each([
    ['a constant rate', constant],
    ['a ramp', ramped],
    ['a ramp that never ends', onlyRamp],
    ['a slow rate', slow],
    ['an odd rate', { ratePerSecond: 333, rampMs: 700, durationMs: 3000 }],
  ])('agrees with arrivalMs for %s', (_what, plan) => {
    const total = arrivalsBefore(plan.durationMs, plan);
    expect(arrivalMs(total - 1, plan)).toBeLessThan(plan.durationMs);
    for (let index = 0; index < total; index++) {
      const dueMs = arrivalMs(index, plan);
      expect(arrivalsBefore(dueMs, plan)).toBe(index);
      expect(arrivalsBefore(dueMs + 0.5, plan)).toBe(index + 1);
    }
  });
});
