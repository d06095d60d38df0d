import { describe, expect, it } from 'vitest';
import { Timetable } from '../../harness/sampler/timetable.ts';

/** Looks at these moments, each so long before the next is due. */
function kept(looks: [atMs: number, waitMs: number][]): Timetable {
  const timetable = new Timetable(0, 1);
  for (const [atMs, waitMs] of looks) {
    timetable.look(atMs);
    timetable.next(atMs, waitMs);
  }
  return timetable;
}

describe('a timetable of looks', () => {
  it('is kept where the looks come as they were due, however far apart', () => {
    const { ticks, missedTicks, longestGapMs, dueMs } = kept([
      [0, 10],
      [10, 10],
      [20, 1],
      [21, 1],
    ]);
    expect([ticks, missedTicks, longestGapMs, dueMs]).toEqual([4, 0, 1, 22]);
  });

  it('does not drift by what each look is late', () => {
    expect(
      kept([
        [0.2, 1],
        [1.3, 1],
        [2.1, 1],
      ]).dueMs,
    ).toBe(3);
  });

  it('has missed what was due meanwhile, and goes on from there', () => {
    const { missedTicks, longestGapMs, dueMs } = kept([
      [0, 1],
      [4.5, 1],
    ]);
    expect([missedTicks, longestGapMs, dueMs]).toEqual([3, 4.5, 5]);
  });

  it('has missed no look that came late by less than the wait before it', () => {
    const { missedTicks, longestGapMs, dueMs } = kept([
      [0, 10],
      [19, 1],
    ]);
    expect([missedTicks, longestGapMs, dueMs]).toEqual([0, 10, 20]);
  });

  it('tells a pause by its length', () => {
    const { longestGapMs } = kept([
      [0, 10],
      [3010, 10],
    ]);
    expect(longestGapMs).toBe(3001);
  });
});
