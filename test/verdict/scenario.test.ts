import { describe, expect, it } from 'vitest';
import { judgeScenario, worstOf } from '../../harness/verdict/scenario.ts';
import type { ArmFindings, ScenarioVerdict } from '../../harness/verdict/types.ts';
import { armFindings, expectation, scenarioFindings } from '../findings.ts';

type State = 'met' | 'refuted' | 'open';

function arm(name: string, expectations: Record<string, State>): ArmFindings {
  return armFindings({
    name,
    expectations: Object.entries(expectations).map(([what, state]) => expectation(what, state)),
  });
}

const good = arm('baseline', { outcome: 'met', cause: 'met' });
const fix = arm('fix', { outcome: 'met' });
const failedFix = arm('fix', { outcome: 'refuted' });
const openFix = arm('fix', { outcome: 'open' });

describe('judgeScenario', () => {
  it.each<[string, ArmFindings[], ScenarioVerdict | null]>([
    ['a baseline that did it', [good], 'REPRODUCED'],
    ['a baseline and a fix that did it', [good, fix], 'REPRODUCED'],
    ['a baseline with another outcome', [arm('baseline', { outcome: 'refuted' }), fix], 'NOT_REPRODUCED'],
    [
      'another outcome and cause',
      [arm('baseline', { outcome: 'refuted', cause: 'refuted' })],
      'NOT_REPRODUCED',
    ],
    ['too few restarts', [arm('baseline', { outcome: 'met', restarts: 'refuted' })], 'NOT_REPRODUCED'],
    ['another cause', [arm('baseline', { outcome: 'met', cause: 'refuted' }), fix], 'WRONG_CAUSE'],
    ['another heap', [arm('baseline', { outcome: 'met', heap: 'refuted' }), fix], 'WRONG_CAUSE'],
    [
      'another cause with an open rest',
      [arm('baseline', { cache: 'open', cause: 'refuted' })],
      'WRONG_CAUSE',
    ],
    ['a fix that did not help', [good, failedFix], 'FIX_FAILED'],
    ['a fix that failed next to one that is open', [good, openFix, failedFix], 'FIX_FAILED'],
    [
      'a wrong cause and a fix that failed',
      [arm('baseline', { cause: 'refuted' }), failedFix],
      'WRONG_CAUSE',
    ],
    ['an open baseline', [arm('baseline', { outcome: 'open' }), fix], 'INCONCLUSIVE'],
    [
      'an open baseline and a fix that failed',
      [arm('baseline', { outcome: 'open' }), failedFix],
      'INCONCLUSIVE',
    ],
    ['an open fix', [good, openFix], 'INCONCLUSIVE'],
    ['an inconclusive outcome', [armFindings({ outcome: 'inconclusive', expectations: [] })], 'INCONCLUSIVE'],
    ['fixes without the baseline', [fix], null],
    ['fixes that failed without the baseline', [failedFix], null],
    ['open fixes without the baseline', [openFix, fix], 'INCONCLUSIVE'],
    ['nothing', [], null],
  ])('judges %s', (_what, arms, verdict) => {
    expect(judgeScenario(arms)).toBe(verdict);
    expect(judgeScenario(arms.toReversed())).toBe(verdict);
  });
});

describe('worstOf', () => {
  it.each<[(ScenarioVerdict | null)[], ScenarioVerdict | null]>([
    [['REPRODUCED', 'REPRODUCED'], 'REPRODUCED'],
    [['REPRODUCED', 'INCONCLUSIVE'], 'INCONCLUSIVE'],
    [['INCONCLUSIVE', 'FIX_FAILED'], 'FIX_FAILED'],
    [['FIX_FAILED', 'WRONG_CAUSE'], 'WRONG_CAUSE'],
    [['WRONG_CAUSE', 'NOT_REPRODUCED'], 'NOT_REPRODUCED'],
    [['REPRODUCED', null], null],
    [['FIX_FAILED', null], 'FIX_FAILED'],
    [[null, null], null],
    [[], null],
  ])('of %j is %j, in any order', (verdicts, worst) => {
    const scenarios = verdicts.map((verdict, index) => scenarioFindings({ name: `s${index}`, verdict }));
    expect(worstOf(scenarios).verdict).toBe(worst);
    expect(worstOf(scenarios.toReversed()).verdict).toBe(worst);
  });

  it('names the scenarios that are the worst, and no others', () => {
    const { reason } = worstOf([
      scenarioFindings({ name: 'good' }),
      scenarioFindings({ name: 'one', verdict: 'FIX_FAILED' }),
      scenarioFindings({ name: 'two', verdict: 'FIX_FAILED' }),
    ]);
    expect(reason).toMatch(/^one, two: /);
  });
});
