import { describe, expect, it } from 'vitest';
import { Bins } from '../../harness/load/bins.ts';

const plan = { ratePerSecond: 200, rampMs: 0, durationMs: 500 };
const empty = { scheduled: 20, started: 0, ok: 0, diskFull: 0, failed: 0, refused: 0, dropped: 0 };

describe('Bins', () => {
  it('counts each event in the tenth of a second that it fell in', () => {
    const bins = new Bins(plan);
    bins.count('started', 0);
    bins.count('started', 99.9);
    bins.count('ok', 100);
    bins.count('dropped', 250);
    expect(bins.take(300)).toEqual([
      { ...empty, fromMs: 0, started: 2 },
      { ...empty, fromMs: 100, ok: 1 },
      { ...empty, fromMs: 200, dropped: 1 },
    ]);
  });

  it('gives only bins that are over, and each of them once', () => {
    const bins = new Bins(plan);
    expect(bins.take(99)).toEqual([]);
    expect(bins.take(199).map(({ fromMs }) => fromMs)).toEqual([0]);
    expect(bins.take(199)).toEqual([]);
    bins.count('ok', 150);
    expect(bins.take(350)).toMatchObject([
      { fromMs: 100, ok: 1 },
      { fromMs: 200, ok: 0 },
    ]);
  });

  it('gives none before the load began, and loses none by it', () => {
    const bins = new Bins(plan);
    bins.count('ok', 350);
    expect(bins.take(-150)).toEqual([]);
    expect(bins.take(400).map(({ ok }) => ok)).toEqual([0, 0, 0, 1]);
  });

  it('counts an event that comes late in the first bin that was not given yet', () => {
    const bins = new Bins(plan);
    bins.take(200);
    bins.count('ok', 120);
    expect(bins.take(300)).toMatchObject([{ fromMs: 200, ok: 1 }]);
  });

  it('schedules all arrivals of the plan and none after its end', () => {
    const bins = new Bins(plan).take(1000);
    expect(bins.map(({ scheduled }) => scheduled)).toEqual([20, 20, 20, 20, 20, 0, 0, 0, 0, 0]);
  });

  it('schedules ever more under a ramp', () => {
    const scheduled = new Bins({ ratePerSecond: 200, rampMs: 1000, durationMs: 1000 })
      .take(1000)
      .map((bin) => bin.scheduled);
    expect(scheduled).toEqual(scheduled.toSorted((a, b) => a - b));
    expect(scheduled.reduce((sum, count) => sum + count, 0)).toBe(100);
  });

  it('counts what came before the load began in the first bin', () => {
    const bins = new Bins(plan);
    bins.count('refused', -3);
    expect(bins.take(100)).toEqual([{ ...empty, fromMs: 0, refused: 1 }]);
  });
});
