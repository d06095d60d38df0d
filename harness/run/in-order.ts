import type { Arm } from '../scenario/types.ts';
import { expectedLoadMs, mustDie } from './expected-load.ts';

/**
 * The order in which arms begin: longest first, so that lanes end together, and survivors alternating with those to
 * be killed. Survivors need their whole load, so they are best beside arms that end early and at different times.
 */
export function inOrder(arms: Arm[]): Arm[] {
  const longestFirst = arms.toSorted((a, b) => expectedLoadMs(b) - expectedLoadMs(a));
  const [dying, living] = [longestFirst.filter(mustDie), longestFirst.filter((arm) => !mustDie(arm))];
  const rounds = Array.from({ length: Math.max(dying.length, living.length) }, (_, round) => round);
  return rounds.flatMap((round) => [living[round], dying[round]].filter((arm) => arm !== undefined));
}
