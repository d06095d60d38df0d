import type { Expect } from '../scenario/schema.ts';
import type { Check, JudgedArm } from './check.ts';
import { isCutShort, isFullLength, isOomDeath, isShortening, oomLengths } from './lives.ts';
import type { Evidence } from './types.ts';
import { seconds } from '../text/words.ts';

/**
 * Whether lives shortened, or were each as long as the first. Without a shared limit (`residueCounts` false) each
 * life starts afresh: it is killed again, but no sooner.
 */
export function checkLives(
  lives: NonNullable<Expect['lives']>,
  arm: JudgedArm,
  residueCounts: boolean,
): Check {
  const lengths = oomLengths(arm.lives);
  const tooFew = lengths.length < 2 && isCutShort(arm.lives);
  const actual = `${lengths.map(seconds).join(', ') || 'none was killed'}${tooFew ? cutShort : ''}`;
  const check = { conclusive: !tooFew, actual, evidence: livesEvidence(arm) };
  if (lives === 'full-length') return checkFullLength(lengths, arm, check);
  if (!residueCounts) {
    const expected = 'killed again and again; not shortening, for here the lives share no limited cgroup';
    return { met: lengths.length > 1, expected, ...check };
  }
  const expected = 'each life shorter than the first, none longer than the one before';
  return { met: isShortening(lengths), expected, ...check };
}

/**
 * Whether every later life was as long as the first. One that gets its load in a burst, as a busy host sends it, is
 * filled by requests that it never answers: then that stays open.
 */
function checkFullLength(lengths: number[], arm: JudgedArm, check: Omit<Check, 'met' | 'expected'>): Check {
  const expected = 'killed again and again, and every later life about as long as the first';
  if (isFullLength(lengths)) return { ...check, met: true, expected };
  const brokenOff = arm.lives.filter(isOomDeath).map(({ brokenOffMs }) => brokenOffMs);
  const withBrokenOff = lengths.map((length, index) => length + (index === 0 ? 0 : (brokenOff[index] ?? 0)));
  if (!isFullLength(withBrokenOff)) return { ...check, met: false, expected };
  const but = `and the requests that the kills broke off were a load of ${brokenOff.map(seconds).join(', ')}`;
  return { ...check, met: false, conclusive: false, expected, actual: `${check.actual}; ${but}` };
}

/** How often it was restarted after a kill. */
export function checkRestarts(least: number, arm: JudgedArm): Check {
  const kills = oomLengths(arm.lives).length;
  const met = arm.restarts >= least && kills >= least;
  const tooFew = !met && isCutShort(arm.lives);
  return {
    met,
    conclusive: !tooFew,
    expected: `at least ${least}, each after an OOM kill`,
    actual: `${arm.restarts}, ${kills} OOM kills${tooFew ? cutShort : ''}`,
    evidence: livesEvidence(arm),
  };
}

const cutShort = '; the load ended before another could be killed';

export function livesEvidence({ lives }: JudgedArm): Evidence[] {
  return lives.map((life, index) => ({
    what: `life ${index + 1}`,
    value: `${Math.round(life.startedMs)} to ${life.endedMs === null ? '?' : Math.round(life.endedMs)} ms, ${life.ended ?? 'unknown'}`,
    from: 'the supervisor, and the count of kills in the container cgroup',
  }));
}
