import { describe, expect, it } from 'vitest';
import type { LoadBin } from '../../harness/recording/types.ts';
import { bytesPerRequest, judgeLoad } from '../../harness/verdict/load.ts';
import { armRecording } from '../recording.ts';
import { appSetup, wholeSetup } from '../setup.ts';

const nothing = { started: 0, diskFull: 0, failed: 0, refused: 0, dropped: 0 };
const bins = (counts: [scheduled: number, ok: number][]): LoadBin[] =>
  counts.map(([scheduled, ok], index) => ({ fromMs: index * 100, scheduled, ok, ...nothing }));
const late = (counts: [number, number][]) =>
  judgeLoad(armRecording({ bins: bins(counts) }), null).deliveredLate;

describe('the second half of a load', () => {
  it('counts apart, for the first of it goes into an empty cache', () => {
    expect(
      late([
        [10, 10],
        [10, 10],
        [10, 1],
        [10, 0],
      ]),
    ).toBeCloseTo(0.05);
  });

  it('counts answers in bins in which nothing fell due, as at a low rate', () => {
    expect(
      late([
        [1, 0],
        [0, 1],
        [0, 0],
        [0, 0],
        [1, 0],
        [0, 1],
      ]),
    ).toBe(1);
  });

  it('is nothing without a load', () => {
    expect(late([])).toBe(0);
  });
});

describe('a burst of load', () => {
  const { load } = wholeSetup();
  const setup = wholeSetup({ app: appSetup({ retention: 200 }), load: { ...load, rate: 100 } });
  const { arm } = armRecording();
  const burst = (ok: number[], killedMs: number | null, of = setup) =>
    judgeLoad(
      armRecording({ arm: { ...arm, setup: of }, bins: bins(ok.map((count) => [10, count])) }),
      killedMs,
    ).burst;

  it('is the most that came within one retention, against what falls due in it', () => {
    expect(burst([10, 10, 10, 10], null)).toBe(1);
    expect(burst([0, 0, 25, 15, 10], null)).toBe(2);
  });

  it('counts until the first kill: what waited for the next life comes at once', () => {
    expect(burst([10, 10, 0, 40], 250)).toBe(1);
  });

  it('is not known where files are kept for ever, or not at all', () => {
    expect(burst([10], null, wholeSetup({ app: appSetup({ retention: null }) }))).toBeNull();
    expect(burst([10], null, wholeSetup({ app: appSetup({ retention: 0 }) }))).toBeNull();
  });
});

describe('what a request puts into memory or files', () => {
  it.each([
    ['spool', {}, 1024],
    ['temp', { stages: 3 }, 3072],
    ['threads', { stack: 2 ** 24 }, 2 ** 24],
    ['sockets', { subscribers: 10 }, 10_240],
    ['log', {}, 1024 * (4 / 3)],
  ] as const)('in mode %s is its own', (mode, change, bytes) => {
    expect(bytesPerRequest(wholeSetup({ app: appSetup({ mode, ...change }) }))).toBe(bytes);
  });

  it('is not known of reads', () => {
    const { load } = wholeSetup();
    expect(bytesPerRequest(wholeSetup({ load: { ...load, body: null } }))).toBeNull();
  });
});
