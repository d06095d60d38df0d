import { exitCodes } from '../errors.ts';
import { judgeScenario, worstOf } from './scenario.ts';
import type { RunFindings, ScenarioFindings } from './types.ts';

/** The verdict on a whole run, by the expectations of its arms, and the exit code that says so. */
export function runVerdict(
  given: ScenarioFindings[],
): Pick<RunFindings, 'scenarios' | 'verdict' | 'verdictReason' | 'exitCode'> {
  const scenarios = given.map((scenario) => ({ ...scenario, verdict: judgeScenario(scenario.arms) }));
  const { verdict, reason } = worstOf(scenarios);
  return { scenarios, verdict, verdictReason: reason, exitCode: exitCodeOf(scenarios, verdict) };
}

/** Of a run that came to its end. */
export function exitCodeOf(scenarios: ScenarioFindings[], verdict: RunFindings['verdict']): number {
  if (verdict === 'INCONCLUSIVE') return exitCodes.inconclusive;
  if (verdict === 'SKIPPED') return exitCodes.missing;
  const met = scenarios.every(({ arms }) =>
    arms.every(({ expectations }) => expectations.every((one) => one.met)),
  );
  return met ? exitCodes.met : exitCodes.notMet;
}
