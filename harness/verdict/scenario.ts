import { adviceFor, doubts } from './doubt.ts';
import type { ArmFindings, Expectation, ScenarioFindings, ScenarioVerdict } from './types.ts';

/** From worst to best. */
const order: ScenarioVerdict[] = [
  'NOT_REPRODUCED',
  'WRONG_CAUSE',
  'FIX_FAILED',
  'OVER_BUDGET',
  'INCONCLUSIVE',
  'REPRODUCED',
];

/** The verdict on a scenario's arms that ran; null if the baseline is not among them. */
export function judgeScenario(all: ArmFindings[]): ScenarioVerdict | null {
  const arms = all.filter(({ outcome }) => outcome !== 'skipped');
  if (arms.length === 0 && all.length > 0) return 'SKIPPED';
  const baseline = arms.find(({ name }) => name === 'baseline');
  if (!baseline) return withoutBaseline(arms);
  const wrong = refuted(baseline).filter(({ budget }) => !budget);
  if (wrong.length > 0)
    return wrong.every(({ name }) => name === 'cause' || name === 'heap') ? 'WRONG_CAUSE' : 'NOT_REPRODUCED';
  if (isOpen(baseline) && !isRefuted(baseline)) return 'INCONCLUSIVE';
  if (arms.some((arm) => isRefuted(arm) && !isOnlyOver(arm))) return 'FIX_FAILED';
  if (arms.some(isRefuted)) return 'OVER_BUDGET';
  return arms.some(isOpen) ? 'INCONCLUSIVE' : 'REPRODUCED';
}

/** Nothing is said of the pattern, but budgets can be exceeded all the same. */
function withoutBaseline(arms: ArmFindings[]): ScenarioVerdict | null {
  const failed = arms.filter(isRefuted);
  if (failed.length === 0) return arms.some(isOpen) ? 'INCONCLUSIVE' : null;
  return failed.every(isOnlyOver) ? 'OVER_BUDGET' : null;
}

function refuted({ expectations }: ArmFindings): Expectation[] {
  return expectations.filter(({ met, conclusive }) => conclusive && !met);
}

function isRefuted(arm: ArmFindings): boolean {
  return refuted(arm).length > 0;
}

/** It did what it should, and used too much for it. */
function isOnlyOver(arm: ArmFindings): boolean {
  return refuted(arm).every(({ budget }) => budget);
}

function isOpen({ expectations, outcome }: ArmFindings): boolean {
  return outcome === 'inconclusive' || expectations.some(({ conclusive }) => !conclusive);
}

/**
 * What an arm's own measurement leaves open, and a second one may settle. Null if it is conclusive, refutes
 * something anyway, or measuring again can't help.
 */
export function openReason(arm: ArmFindings): string | null {
  if (isRefuted(arm) || !isOpen(arm) || arm.doubt === null || !doubts[arm.doubt.kind].again) return null;
  if (arm.outcome === 'inconclusive') return arm.reason;
  // `later-than` may be open because of the other arm.
  const open = arm.expectations.find(({ name, conclusive }) => !conclusive && name !== 'later-than');
  return open ? `${open.name}: ${open.actual}` : null;
}

/** The verdict on a suite: the worst of its scenarios' verdicts, with the reason in words. */
export function worstOf(all: ScenarioFindings[]): { verdict: ScenarioVerdict | null; reason: string } {
  const scenarios = all.filter(({ verdict }) => verdict !== 'SKIPPED');
  if (scenarios.length === 0 && all.length > 0) return { verdict: 'SKIPPED', reason: meaning.SKIPPED };
  const worst = order.find((verdict) => scenarios.some((scenario) => scenario.verdict === verdict)) ?? null;
  if (worst === null)
    return { verdict: null, reason: 'The baseline was not run, so nothing is said of the pattern.' };
  if (worst === 'REPRODUCED' && scenarios.some(({ verdict }) => verdict === null)) {
    return { verdict: null, reason: 'Of some scenarios the baseline was not run.' };
  }
  const which = scenarios.filter(({ verdict }) => verdict === worst).map(({ name }) => name);
  const open = scenarios.filter(({ verdict }) => verdict === worst).flatMap(({ arms }) => arms);
  const advice = worst === 'INCONCLUSIVE' ? adviceFor(open) : [];
  return { verdict: worst, reason: [`${which.join(', ')}: ${meaning[worst]}`, ...advice].join(' ') };
}

const meaning: Record<ScenarioVerdict, string> = {
  REPRODUCED: 'the pattern showed, and every other arm did what it should.',
  NOT_REPRODUCED: 'the baseline did not do what it should.',
  WRONG_CAUSE: 'killed, but not by what the scenario says.',
  FIX_FAILED: 'the pattern showed, but another arm did not do what it should.',
  OVER_BUDGET: 'it used more memory than it may.',
  INCONCLUSIVE: 'the measurement gives no answer. What helps:',
  SKIPPED: 'Nothing could run here, so nothing is said of the pattern.',
};
