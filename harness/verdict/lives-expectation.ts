import type { Expect } from '../scenario/schema.ts';
import type { Check, JudgedArm } from './check.ts';
import { isFullLength, isShortening, oomLengths } from './lives.ts';
import type { Evidence } from './types.ts';
import { seconds } from '../words.ts';

/**
 * Whether lives shortened, or were each as long as the first. Without a shared limit (`residueCounts` false)
 * each life has all of its own: it is killed again, but no sooner.
 */
export function checkLives(
  lives: NonNullable<Expect['lives']>,
  arm: JudgedArm,
  residueCounts: boolean,
): Check {
  const lengths = oomLengths(arm.lives);
  const actual = lengths.map(seconds).join(', ') || 'none was killed';
  const evidence = livesEvidence(arm);
  if (lives === 'full-length') {
    const expected = 'killed again and again, and every later life about as long as the first';
    return { met: isFullLength(lengths), expected, actual, evidence };
  }
  if (!residueCounts) {
    const expected = 'killed again and again; not shortening, for here the lives share no limited cgroup';
    return { met: lengths.length > 1, expected, actual, evidence };
  }
  const expected = 'each life shorter than the first, none longer than the one before';
  return { met: isShortening(lengths), expected, actual, evidence };
}

export function livesEvidence({ lives }: JudgedArm): Evidence[] {
  return lives.map((life, index) => ({
    what: `life ${index + 1}`,
    value: `${Math.round(life.startedMs)} to ${life.endedMs === null ? '?' : Math.round(life.endedMs)} ms, ${life.ended ?? 'unknown'}`,
    from: 'the supervisor, and the count of kills in the container cgroup',
  }));
}
