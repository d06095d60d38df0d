import { Failure } from '../errors.ts';
import { defaultSuite, scenarioFile } from './catalog.ts';
import { scenarioFailure } from './problems.ts';
import { readScenario } from './read.ts';
import type { Scenario } from './types.ts';

/** Reads the scenarios named, or the default suite; throws all problems of all files at once. */
export function loadSuite(named: string[], cwd: string): Scenario[] {
  const problems: string[] = [];
  const scenarios = [...new Set(named.length > 0 ? named : defaultSuite)].flatMap((name) => {
    const { path, shownAs } = scenarioFile(name, cwd);
    try {
      return [readScenario(path, shownAs)];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw scenarioFailure(problems);
  const twice = scenarios.find(
    ({ name }, index) => scenarios.findIndex((other) => other.name === name) !== index,
  );
  if (twice)
    throw new Failure('usage', `Two scenarios are named "${twice.name}": ${twice.file} is one of them.`);
  return scenarios;
}

/** Keeps only the arms named, in every scenario that has them; throws if no scenario has one of the names. */
export function keepArms(scenarios: Scenario[], names: string[]): Scenario[] {
  if (names.length === 0) return scenarios;
  const all = new Set(scenarios.flatMap(({ arms }) => arms.map(({ name }) => name)));
  const unknown = names.filter((name) => !all.has(name));
  if (unknown.length > 0) {
    throw new Failure('usage', `There is no arm ${unknown.map((name) => `"${name}"`).join(', ')}.`, {
      hint: `There are: ${[...all].join(', ')}.`,
    });
  }
  return scenarios
    .map((scenario) => ({ ...scenario, arms: scenario.arms.filter(({ name }) => names.includes(name)) }))
    .filter(({ arms }) => arms.length > 0);
}

/**
 * Reads one scenario: by name, if it comes with the tool, or by the path of its file or folder. Sizes are in
 * bytes, times in milliseconds.
 *
 * @throws a Failure of kind `usage` that lists all problems of the file as `file:line:col: message`
 * @example
 * const { arms } = loadScenario('upload-spool');
 * console.log(arms.map(({ name, setup }) => `${name}: ${setup.memory} bytes`));
 */
export function loadScenario(nameOrPath: string, cwd = ''): Scenario {
  return loadSuite([nameOrPath], cwd)[0] as Scenario;
}
