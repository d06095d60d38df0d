import { Failure } from '../../errors.ts';
import { scenarioNames } from '../../scenario/catalog.ts';
import { platformNames } from '../../run/platform-names.ts';

/**
 * A word with no command before it names a scenario. If there is none of that name, it may be a misspelt command or
 * a platform; throws a usage Failure that says which.
 */
export function refuseMisspelt(named: readonly string[], commands: readonly string[]): void {
  const known = scenarioNames();
  const word = named.find((name) => !known.includes(name) && !/[/.]/.test(name));
  if (word === undefined) return;
  const meant = [...commands, ...known].find((name) => isNear(word, name));
  const isPlatform = platformNames.some((name) => name === word);
  const hint = isPlatform ? `--on ${word}` : meant;
  if (hint === undefined) return;
  throw new Failure('usage', `There is no command and no scenario "${word}". Did you mean ${hint}?`, {
    hint: `Commands: ${commands.join(', ')}. Scenarios: ${known.join(', ')}; or a path to a scenario.yaml.`,
  });
}

/** Allows two typos in a long word, one in a short one: a letter added, dropped, changed, or two swapped. */
export function isNear(word: string, meant: string): boolean {
  return distance(word, meant) <= (meant.length > 5 ? 2 : 1);
}

/** Optimal string alignment: https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const least = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(row - 2, column - 2) + 1 : Infinity,
      );
      rows[row]?.push(least);
    }
  }
  return at(a.length, b.length);
}
