import { describe, expect, it } from 'vitest';
import { RefusalBackoff } from '../../../harness/load/builtin/refusal-backoff.ts';

describe('RefusalBackoff', () => {
  it('lets all requests pass while something listens', () => {
    const backoff = new RefusalBackoff();
    expect([0, 0, 1, 2].map((ms) => backoff.mayTry(ms))).toEqual([true, true, true, true]);
  });

  it('waits 10, 20, 40 and then ever 80 ms', () => {
    const backoff = new RefusalBackoff();
    let now = 1000;
    for (const waitMs of [10, 20, 40, 80, 80, 80]) {
      backoff.refused(now);
      expect(backoff.mayTry(now + waitMs - 1)).toBe(false);
      expect(backoff.mayTry(now + waitMs)).toBe(true);
      now += waitMs;
    }
  });

  it('lets one try pass after a wait and holds the others back until the next', () => {
    const backoff = new RefusalBackoff();
    backoff.refused(0);
    expect([10, 10, 15, 19, 20].map((ms) => backoff.mayTry(ms))).toEqual([true, false, false, false, true]);
  });

  it('lets all pass again once a request was answered, and begins with the short wait', () => {
    const backoff = new RefusalBackoff();
    backoff.refused(0);
    backoff.refused(10);
    backoff.answered();
    expect([11, 11].map((ms) => backoff.mayTry(ms))).toEqual([true, true]);
    backoff.refused(20);
    expect([29, 30].map((ms) => backoff.mayTry(ms))).toEqual([false, true]);
  });
});
