import { loadMs } from '../scenario/load-schema.ts';
import type { Arm } from '../scenario/types.ts';
import { fillMs, predictKillMs } from '../verdict/prediction.ts';

/** Roughly what the sample app uses before its load, in bytes. */
const ownBytes = 28 * 2 ** 20;
/** Roughly how long a killed app takes to come back up, in ms. */
const restartMs = 500;

/** An arm is over once it has shown what is expected: one kill, enough for the restarts, or one too many. */
export function deathsToSee({ expect }: Arm): number {
  return (
    Math.max(
      expect.restarts ?? 0,
      expect.kills?.most ?? 0,
      expect.lives === 'shortening' ? 2 : expect.lives ? 1 : 0,
    ) + 1
  );
}

/**
 * How long an arm's load will probably run, in ms: in full if the app should survive, otherwise until the expected
 * number of kills. For planning only; no verdict rests on it.
 */
export function expectedLoadMs(arm: Arm): number {
  const { expect, setup } = arm;
  const killMs = mustDie(arm)
    ? (predictKillMs(setup, ownBytes) ?? fillMs(setup, setup.memory - ownBytes))
    : null;
  if (killMs === null) return loadMs(setup.load);
  const laterLifeMs = restartMs + (expect.lives === 'full-length' ? killMs : 0);
  return Math.min(loadMs(setup.load), killMs + (deathsToSee(arm) - 1) * laterLifeMs);
}

export function mustDie({ expect }: Arm): boolean {
  return [expect.outcome].flat().every((outcome) => outcome === 'oom-killed');
}
