import { describe, expect, it } from 'vitest';
import type { Against } from '../../../harness/recording/against-line.ts';
import { checkAgainst } from '../../../harness/verdict/budgets/against.ts';
import { asExpectations } from '../../../harness/verdict/budgets/as-expectations.ts';
import { checkBudgets } from '../../../harness/verdict/budgets/budgets.ts';
import { judgeRepeats } from '../../../harness/verdict/repeats.ts';
import { runVerdict } from '../../../harness/verdict/run-verdict.ts';
import { armFindings, expectation, runFindings, scenarioFindings } from '../../findings.ts';

const MiB = 2 ** 20;
const host = { kernel: '6.8.0-40-generic', cgroupVersion: 2, processors: 4 };
const machine = { platform: 'cgroup', load: 'builtin', host };

function earlier(mebibytes: number, apart = 0, change: Partial<Against> = {}): Against {
  const [least, median, most] = [mebibytes - apart / 2, mebibytes, mebibytes + apart / 2].map(
    (one) => one * MiB,
  );
  const arm = { arm: 'x/baseline', limitBytes: 128 * MiB, ratePerSecond: 1, bodyBytes: 1, untried: null };
  const unreclaimableBytes = { least, median, most } as { least: number; median: number; most: number };
  const arms = [{ ...arm, unreclaimableBytes, growth: null }];
  return { ...machine, result: 'before', startedAt: '2024-01-01T00:00:00.000Z', arms, ...change };
}

const using = (mebibytes: number, untried: string | null = null) => {
  const bytes = mebibytes * MiB;
  const peaks = { unreclaimable: { bytes, mostBytes: bytes, atMs: 0, who: null } };
  const why = untried === null ? null : { kind: 'paused' as const, reason: untried };
  return armFindings({
    outcome: 'survived',
    limitBytes: 128 * MiB,
    used: { untried: why, peaks, usualBytes: bytes, growth: null },
  });
};

/** A run whose baseline uses so much, with a budget of 64 MiB or compared with an earlier one. */
function run(mebibytes: number, against: Against | null = null, untried: string | null = null) {
  const arm = using(mebibytes, untried);
  const checks = against
    ? checkAgainst(against, machine, 'x/baseline', arm)
    : checkBudgets({ outcome: 'survived', unreclaimable: { bytes: 64 * MiB } }, arm);
  const arms = [{ ...arm, expectations: [expectation('outcome', 'met'), ...asExpectations(checks, {})] }];
  return runFindings({
    ...runVerdict([scenarioFindings({ arms })]),
    against,
    platform: 'cgroup',
    load: 'builtin',
    host: host as never,
  });
}

const whole = (...runs: ReturnType<typeof run>[]) => {
  const { verdict, exitCode, scenarios, repeats } = judgeRepeats(runs, runs.length);
  return { verdict, exitCode, actual: scenarios[0]?.arms[0]?.expectations[1]?.actual, repeats };
};

const compare = (now: number, before: Against, of = machine) =>
  checkAgainst(before, of, 'x/baseline', using(now)).map(([, check]) => check)[0];

const whenComparedWith = (before: Against, ...all: number[]) => whole(...all.map((one) => run(one, before)));

describe('a budget over several runs', () => {
  it('is exceeded where each run exceeds it', () => {
    expect(whole(run(66), run(70), run(65))).toMatchObject({
      verdict: 'OVER_BUDGET',
      exitCode: 1,
      actual: 'unreclaimable 65 MiB of 64 MiB, and more than that is allowed in each of 3 runs',
    });
  });

  it('is met where one run is within it, for noise only adds, and the others are named', () => {
    expect(whole(run(66), run(60), run(65))).toMatchObject({
      verdict: 'REPRODUCED',
      exitCode: 0,
      actual: 'unreclaimable 60 MiB of 64 MiB; but in 2 of 3 runs unreclaimable 66 MiB of 64 MiB',
    });
  });

  it('is open where a run did not try it, and no other is within it', () => {
    expect(whole(run(66), run(70, null, 'the sampler paused'))).toMatchObject({
      verdict: 'INCONCLUSIVE',
      exitCode: 5,
      actual: 'not tried: the sampler paused; in 1 of 2 runs unreclaimable 66 MiB of 64 MiB',
    });
  });

  it('has how far apart the runs lie, of those that tried it', () => {
    const { repeats } = whole(run(60), run(50), run(54), run(99, null, 'the sampler paused'));
    expect(repeats?.arms[0]?.unreclaimableBytes).toEqual({
      least: 50 * MiB,
      median: 54 * MiB,
      most: 60 * MiB,
    });
  });
});

describe('an earlier result', () => {
  it('may be exceeded by the band of noise, and by no more', () => {
    expect(compare(106, earlier(100))).toMatchObject({ met: true });
    expect(compare(107, earlier(100))).toMatchObject({
      met: false,
      expected:
        'unreclaimable usually at most 106 MiB: 100 MiB in before of 2024-01-01 00:00 UTC, and 6 % of noise',
      actual: 'unreclaimable usually 107 MiB (+7 %)',
    });
    expect(compare(50, earlier(100))).toMatchObject({ met: true });
  });

  it('may be exceeded by 1 MiB where it is small', () => {
    expect(compare(11, earlier(10))).toMatchObject({ met: true });
    expect(compare(11.1, earlier(10))).toMatchObject({ met: false });
  });

  it.each([
    ['platform', { platform: 'docker' }, 'platform docker, here cgroup'],
    ['load', { load: 'k6' }, 'load generator k6, here builtin'],
    ['cgroup version', { host: { ...host, cgroupVersion: 1 } }, 'cgroup version 1, here 2'],
    ['kernel', { host: { ...host, kernel: '6.1.0' } }, 'kernel 6.1, here 6.8'],
    ['processors', { host: { ...host, processors: 2 } }, 'number of processors 2, here 4'],
  ])('of another %s is not compared', (_, change, words) => {
    for (const now of [50, 200])
      expect(compare(now, earlier(100, 0, change))).toMatchObject({
        met: false,
        conclusive: false,
        actual: `not comparable: it is of another kind of machine: ${words}`,
      });
  });

  it('of another patch of the same kernel is compared', () => {
    expect(compare(100, earlier(100, 0, { host: { ...host, kernel: '6.8.12' } }))).toMatchObject({
      met: true,
    });
  });

  it('of another scenario is not compared', () => {
    const other = checkAgainst(earlier(100), machine, 'x/other', using(200));
    expect(other).toEqual([]);
  });
});

describe('an earlier result over several runs', () => {
  it('is exceeded by less than the default band, if the runs of this host lie closer together', () => {
    expect(whenComparedWith(earlier(100), 104, 104.5, 105)).toMatchObject({ verdict: 'OVER_BUDGET' });
    expect(whenComparedWith(earlier(100), 102, 102.5, 102.9)).toMatchObject({ verdict: 'REPRODUCED' });
  });

  it('is exceeded only beyond the band that the runs show, before or now', () => {
    expect(whenComparedWith(earlier(100), 103.5, 106, 118)).toMatchObject({ verdict: 'REPRODUCED' });
    expect(whenComparedWith(earlier(100, 5), 104.5, 105, 105.5)).toMatchObject({ verdict: 'REPRODUCED' });
    expect(whenComparedWith(earlier(100, 5), 105.5, 106, 118)).toMatchObject({ verdict: 'OVER_BUDGET' });
  });

  it('is exceeded beyond the default band, however far its runs lie apart', () => {
    expect(whenComparedWith(earlier(100, 40), 107, 120, 140)).toMatchObject({ verdict: 'OVER_BUDGET' });
  });
});
