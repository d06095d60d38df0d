import { describe, expect, it } from 'vitest';
import { judgeRepeats } from '../../harness/verdict/repeats.ts';
import type { RunFindings } from '../../harness/verdict/types.ts';
import { armFindings, expectation, runFindings, scenarioFindings } from '../findings.ts';

function run(verdict: RunFindings['verdict'], exitCode: number, kills: Record<string, number | null> = {}) {
  const arms = Object.entries(kills).map(([name, killedAfterMs]) => armFindings({ name, killedAfterMs }));
  return runFindings({ verdict, exitCode, scenarios: [scenarioFindings({ name: 'x', arms })] });
}

describe('several runs of a suite', () => {
  it.each([
    ['0 where all reproduced', [run('REPRODUCED', 0), run('REPRODUCED', 0)], 0],
    ['1 where none reproduced', [run('NOT_REPRODUCED', 1), run('NOT_REPRODUCED', 1)], 1],
    ['5 where a verdict changes', [run('REPRODUCED', 0), run('NOT_REPRODUCED', 1)], 5],
    ['5 where it changes between two kinds of failure', [run('FIX_FAILED', 1), run('WRONG_CAUSE', 1)], 5],
    ['5 where one run has no verdict', [run('REPRODUCED', 0), run(null, 0)], 5],
    ['5 where all are inconclusive', [run('INCONCLUSIVE', 5), run('INCONCLUSIVE', 5)], 5],
    ['that of the one run', [run('FIX_FAILED', 1)], 1],
    ['the worst where the verdict is the same', [run(null, 0), run(null, 4)], 4],
  ])('give exit code %s', (_what, runs, exitCode) => {
    const whole = judgeRepeats(runs, runs.length);
    expect(whole.exitCode).toBe(exitCode);
    expect(whole.repeats?.verdicts).toEqual(runs.map(({ verdict }) => verdict));
  });

  it('are INCONCLUSIVE where the verdict changes, with the count of each', () => {
    const runs = [run('REPRODUCED', 0), run('FIX_FAILED', 1), run('REPRODUCED', 0)];
    expect(judgeRepeats(runs, 3)).toMatchObject({
      verdict: 'INCONCLUSIVE',
      verdictReason: expect.stringMatching(
        /^2 of 3 REPRODUCED, 1 of 3 FIX_FAILED: a verdict that changes can't be trusted\. What helps: /,
      ) as string,
    });
  });

  it('give the spread of the times of kills of each arm', () => {
    const whole = judgeRepeats(
      [
        run('REPRODUCED', 0, { baseline: 2000, late: null, fix: null }),
        run('REPRODUCED', 0, { baseline: 10_000, late: 500, fix: null }),
        run('REPRODUCED', 0, { baseline: 3000, late: null, fix: null }),
      ],
      3,
    );
    const common = { runs: 3, asExpected: 3, unreclaimableBytes: null };
    expect(whole.repeats?.arms).toEqual([
      {
        arm: 'x/baseline',
        ...common,
        kills: 3,
        killedAfterMs: { least: 2000, median: 3000, most: 10_000 },
      },
      { arm: 'x/late', ...common, kills: 1, killedAfterMs: { least: 500, median: 500, most: 500 } },
      { arm: 'x/fix', ...common, kills: 0, killedAfterMs: null },
    ]);
  });

  it('count how often an arm did what it should, and pass over skips', () => {
    const arms = [
      armFindings({ name: 'shaky', expectations: [expectation('outcome', 'refuted')] }),
      armFindings({ name: 'skipped', outcome: 'skipped', killedAfterMs: null, expectations: [] }),
    ];
    const shaky = runFindings({ scenarios: [scenarioFindings({ name: 'x', arms })] });
    const whole = judgeRepeats([shaky, run('REPRODUCED', 0, { shaky: 1000 })], 2);
    expect(whole.repeats?.arms).toMatchObject([
      { arm: 'x/shaky', runs: 2, asExpected: 1 },
      { arm: 'x/skipped', runs: 0, kills: 0 },
    ]);
  });
});
