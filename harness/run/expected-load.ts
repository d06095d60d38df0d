import type { Arm } from '../scenario/types.ts';
import { fillMs, predictKillMs } from '../verdict/prediction.ts';

/** About what the sample app holds before its load, in bytes. */
const ownBytes = 28 * 2 ** 20;
/** About how long a killed app takes to be up again, in ms. */
const restartMs = 500;

/** An arm is over once it has shown what it is asked for: a kill, or as many as make the restarts. */
export function deathsToSee({ expect }: Arm): number {
  return Math.max(expect.restarts ?? 0, expect.lives === 'shortening' ? 2 : expect.lives ? 1 : 0) + 1;
}

/**
 * How long an arm's load is likely to go on, in ms: to its end where the app is to live, and where it is to die until
 * as many kills as are asked for have come. Good enough to plan with; no verdict rests on it.
 */
export function expectedLoadMs(arm: Arm): number {
  const { expect, setup } = arm;
  const killMs = mustDie(arm)
    ? (predictKillMs(setup, ownBytes) ?? fillMs(setup, setup.memory - ownBytes))
    : null;
  if (killMs === null) return setup.load.for;
  const laterLifeMs = restartMs + (expect.lives === 'full-length' ? killMs : 0);
  return Math.min(setup.load.for, killMs + (deathsToSee(arm) - 1) * laterLifeMs);
}

export function mustDie({ expect }: Arm): boolean {
  return [expect.outcome].flat().every((outcome) => outcome === 'oom-killed');
}
