import type { Spread } from '../../recording/against-line.ts';
import { largest, smallest } from '../../text/extremes.ts';
import { openDoubt } from '../doubt.ts';
import { median } from '../slope.ts';
import { againstBand, leastBand } from '../thresholds.ts';
import type { ArmFindings, Expectation, RunFindings } from '../types.ts';
import { runVerdict } from '../run-verdict.ts';
import { checkAgainst } from './against.ts';
import { asExpectations } from './as-expectations.ts';

/**
 * The budgets of several runs of a suite, taken together: noise only adds to what is used, so over budget is what
 * every run exceeds. What is compared with an earlier result gets the band of noise that the runs show.
 */
export function settleBudgets(all: RunFindings[]): RunFindings[] {
  if (all.length < 2) return all;
  const measured = all.map((run) => withBands(run, all));
  return measured.map((run, index) => {
    let changed = run !== all[index];
    const scenarios = run.scenarios.map((scenario) => {
      const arms = scenario.arms.map((arm) => {
        const expectations = arm.expectations.map((one) =>
          settled(one, sameIn(measured, scenario.name, arm.name)),
        );
        changed ||= expectations.some(({ met }, at) => met !== arm.expectations[at]?.met);
        return { ...arm, expectations };
      });
      return { ...scenario, arms };
    });
    return changed && isWhole(run) ? { ...run, ...runVerdict(scenarios) } : { ...run, scenarios };
  });
}

function isWhole({ failure, interrupted, losses }: RunFindings): boolean {
  return failure === null && interrupted === null && losses.length === 0;
}

function sameIn(all: RunFindings[], scenario: string, arm: string): ArmFindings[] {
  return all.flatMap(({ scenarios }) =>
    scenarios
      .filter(({ name }) => name === scenario)
      .flatMap(({ arms }) => arms.filter(({ name }) => name === arm)),
  );
}

/** Met if it was met in any run; else exceeded if it was in each. */
function settled(one: Expectation, arms: ArmFindings[]): Expectation {
  if (!one.budget) return one;
  const same = arms.flatMap(({ expectations }) => expectations.filter(({ name }) => name === one.name));
  const met = same.find((other) => other.met);
  const open = same.find(({ conclusive }) => !conclusive);
  const over = same.filter((other) => !other.met && other.conclusive);
  if (over.length === 0) return one;
  const [first] = over as [Expectation];
  if (met)
    return { ...met, actual: `${met.actual}; but in ${over.length} of ${same.length} runs ${first.actual}` };
  if (open)
    return { ...open, actual: `${open.actual}; in ${over.length} of ${same.length} runs ${first.actual}` };
  return { ...one, actual: `${one.actual}, and more than that is allowed in each of ${same.length} runs` };
}

function withBands(run: RunFindings, all: RunFindings[]): RunFindings {
  const { against } = run;
  if (against === null) return run;
  const scenarios = run.scenarios.map((scenario) => ({
    ...scenario,
    arms: scenario.arms.map((arm) => {
      const id = `${scenario.name}/${arm.name}`;
      const others = arm.expectations.filter(({ name }) => !name.endsWith('-against'));
      if (others.length === arm.expectations.length) return arm;
      const earlier = against.arms.find((one) => one.arm === id)?.unreclaimableBytes ?? null;
      const now = spreadOf(sameIn(all, scenario.name, arm.name));
      const band = bandOf([now, earlier].flatMap((one) => one ?? []));
      const compared = asExpectations(checkAgainst(against, run, id, arm, band), {});
      const expectations = [...others, ...compared];
      return { ...arm, expectations, doubt: arm.doubt ?? openDoubt({ expectations, used: arm.used }) };
    }),
  }));
  return { ...run, scenarios };
}

/** What one arm usually used over several runs; null if none was tried. */
export function spreadOf(arms: ArmFindings[]): Spread | null {
  const peaks = arms.flatMap(({ used }) =>
    used.untried === null && used.usualBytes !== null ? [used.usualBytes] : [],
  );
  if (peaks.length === 0) return null;
  return { least: smallest(peaks), median: median(peaks) ?? 0, most: largest(peaks) };
}

/** The band of noise that several runs show, as a share. */
function bandOf(spreads: Spread[]): number {
  return Math.min(againstBand, Math.max(leastBand, ...spreads.map(noiseOf)));
}

/**
 * Twice how far the least of several runs lies below the middle one, as a share of that. What lies above it may have been
 * disturbed by something else on the host, which only adds.
 */
export function noiseOf({ least, median: middle }: Spread): number {
  return middle === 0 ? 0 : (2 * (middle - least)) / middle;
}
