import type { Arm } from '../scenario/types.ts';
import { expectedLoadMs, mustDie } from './expected-load.ts';

/**
 * Arms in the order in which they begin: those that are likely to take longest first, so that the lanes end together,
 * and one that is to live after each that is to die. The former need their whole load, and are best beside arms that
 * are over soon and at other times.
 */
export function inOrder(arms: Arm[]): Arm[] {
  const longestFirst = arms.toSorted((a, b) => expectedLoadMs(b) - expectedLoadMs(a));
  const [dying, living] = [longestFirst.filter(mustDie), longestFirst.filter((arm) => !mustDie(arm))];
  const rounds = Array.from({ length: Math.max(dying.length, living.length) }, (_, round) => round);
  return rounds.flatMap((round) => [living[round], dying[round]].filter((arm) => arm !== undefined));
}
