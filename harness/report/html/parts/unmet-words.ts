import type { ArmFindings, ScenarioFindings } from '../../../verdict/types.ts';

/** Which arms did not do what was expected, one line each, followed by those left open. */
export function unmetWords(scenarios: ScenarioFindings[]): string[] {
  const all = scenarios.flatMap(({ name, arms }) =>
    arms.map((arm) => ({ name: `${name}/${arm.name}`, arm })),
  );
  const refuted = all.flatMap(({ name, arm }) => withWords(name, refutedWords(arm)));
  const open = all.flatMap(({ name, arm }) =>
    refutedWords(arm).length > 0 ? [] : withWords(name, openWords(arm)),
  );
  return [...refuted, ...open];
}

function withWords(name: string, words: string[]): string[] {
  return words.length === 0 ? [] : [`${name}: ${words.join('; ')}`];
}

function refutedWords({ expectations }: ArmFindings): string[] {
  return expectations
    .filter(({ met, conclusive }) => !met && conclusive)
    .map(({ name, expected, actual }) => `${name} expected ${expected}, was ${actual}`);
}

/** An arm with an unknown outcome gives the reason; its other unknowns follow from that. */
function openWords({ outcome, reason, expectations }: ArmFindings): string[] {
  if (outcome === 'inconclusive') return [`not known: ${reason}`];
  return expectations
    .filter(({ met, conclusive }) => !met && !conclusive)
    .map(({ name, expected, actual }) => `${name} expected ${expected}, not known: ${actual}`);
}
