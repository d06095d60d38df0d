import { exitCodes } from '../errors.ts';
import { largest, smallest } from '../text/extremes.ts';
import { settleBudgets, spreadOf } from './budgets/settle-repeats.ts';
import { doubts } from './doubt.ts';
import { median } from './slope.ts';
import type { ArmFindings, ArmRepeats, RunFindings } from './types.ts';

/**
 * Combines several runs of a suite: the last run's findings with the verdict of all. Differing verdicts can't be
 * trusted, whatever they are; budgets are settled over all runs first. `wanted`: how many runs were asked for.
 */
export function judgeRepeats(runs: RunFindings[], wanted: number): RunFindings {
  const all = settleBudgets(runs);
  const last = all.at(-1);
  if (!last) throw new Error('there is no run to judge');
  const verdicts = all.map(({ verdict }) => verdict);
  const isSame = new Set(verdicts).size === 1;
  return {
    ...last,
    verdict: isSame ? last.verdict : 'INCONCLUSIVE',
    verdictReason: isSame
      ? last.verdictReason
      : `${countVerdicts(verdicts)}: a verdict that changes can't be trusted. What helps: ${doubts['load-not-delivered'].advice}.`,
    exitCode: isSame ? largest(all.map(({ exitCode }) => exitCode)) : exitCodes.inconclusive,
    repeats: { wanted, verdicts, arms: armsOf(runs) },
  };
}

/** As in `2 of 3 REPRODUCED, 1 of 3 without a verdict`. */
export function countVerdicts(verdicts: RunFindings['verdict'][]): string {
  return [...new Set(verdicts)]
    .map((verdict) => {
      const count = verdicts.filter((one) => one === verdict).length;
      return `${count} of ${verdicts.length} ${verdict ?? 'without a verdict'}`;
    })
    .join(', ');
}

function armsOf(all: RunFindings[]): ArmRepeats[] {
  const byName = new Map<string, ArmFindings[]>();
  for (const { name, arms } of all.flatMap(({ scenarios }) => scenarios)) {
    for (const arm of arms) {
      const key = `${name}/${arm.name}`;
      byName.set(key, [...(byName.get(key) ?? []), arm]);
    }
  }
  return [...byName].map(([arm, found]) => ({ arm, ...repeatsOf(found) }));
}

function repeatsOf(all: ArmFindings[]): Omit<ArmRepeats, 'arm'> {
  const ran = all.filter(({ outcome }) => outcome !== 'skipped');
  const times = ran.flatMap(({ killedAfterMs }) => killedAfterMs ?? []);
  return {
    runs: ran.length,
    asExpected: ran.filter(({ expectations }) => expectations.every(({ met }) => met)).length,
    kills: times.length,
    killedAfterMs:
      times.length === 0
        ? null
        : { least: smallest(times), median: median(times) ?? 0, most: largest(times) },
    unreclaimableBytes: spreadOf(ran),
  };
}
