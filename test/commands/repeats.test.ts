import { describe, expect, it } from 'vitest';
import { summarizeRepeats } from '../../harness/commands/repeats.ts';
import type { RunFindings } from '../../harness/verdict/types.ts';
import { armFindings, runFindings, scenarioFindings } from '../findings.ts';

function run(verdict: RunFindings['verdict'], exitCode: number, kills: Record<string, number | null> = {}) {
  const arms = Object.entries(kills).map(([name, killedAfterMs]) => armFindings({ name, killedAfterMs }));
  return runFindings({ verdict, exitCode, scenarios: [scenarioFindings({ name: 'x', arms })] });
}

describe('summarizeRepeats', () => {
  it.each([
    ['0 where all reproduced', [run('REPRODUCED', 0), run('REPRODUCED', 0)], 0],
    ['1 where none reproduced', [run('NOT_REPRODUCED', 1), run('NOT_REPRODUCED', 1)], 1],
    ['5 where a verdict changes', [run('REPRODUCED', 0), run('NOT_REPRODUCED', 1)], 5],
    ['5 where it changes between two kinds of failure', [run('FIX_FAILED', 1), run('WRONG_CAUSE', 1)], 5],
    ['5 where one run has no verdict', [run('REPRODUCED', 0), run(null, 0)], 5],
    ['5 where all are inconclusive', [run('INCONCLUSIVE', 5), run('INCONCLUSIVE', 5)], 5],
    ['that of the one run', [run('FIX_FAILED', 1)], 1],
    ['the worst where the verdict is the same', [run(null, 0), run(null, 4)], 4],
  ])('gives exit code %s', (_what, runs, exitCode) => {
    const repeats = summarizeRepeats(runs);
    expect(repeats.exitCode).toBe(exitCode);
    expect(repeats.runs).toBe(runs.length);
    expect(repeats.verdicts).toEqual(runs.map(({ verdict }) => verdict));
  });

  it('gives the spread of kill times of each arm that was killed, and of no other', () => {
    const { kills } = summarizeRepeats([
      run('REPRODUCED', 0, { baseline: 2000, late: null, fix: null }),
      run('REPRODUCED', 0, { baseline: 10_000, late: 500, fix: null }),
      run('REPRODUCED', 0, { baseline: 3000, late: null, fix: null }),
    ]);
    expect(kills).toEqual([
      { arm: 'x/baseline', kills: 3, minMs: 2000, medianMs: 3000, maxMs: 10_000 },
      { arm: 'x/late', kills: 1, minMs: 500, medianMs: 500, maxMs: 500 },
    ]);
  });
});
