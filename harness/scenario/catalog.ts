import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Failure } from '../errors.ts';
import { packageFolder } from '../package/folder.ts';

/** What `run` runs if no scenario is named. */
export const defaultSuite = ['upload-spool', 'clean-cache-control', 'heap-leak-control'];

const folder = join(packageFolder, 'scenarios');

/** Names of the scenarios that come with the tool, in alphabetical order. */
export function scenarioNames(): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'scenario.yaml')));
}

/** The file of a scenario, given its name, its path or its folder's path, relative to `cwd`. */
export function scenarioFile(nameOrPath: string, cwd: string): { path: string; shownAs: string } {
  const isPath = nameOrPath.includes('/') || nameOrPath.endsWith('.yaml');
  if (!isPath) {
    if (!scenarioNames().includes(nameOrPath)) throw unknownScenario(nameOrPath);
    const path = join(folder, nameOrPath, 'scenario.yaml');
    const seen = relative(cwd, path);
    return { path, shownAs: seen.startsWith('..') ? path : seen };
  }
  const given = resolve(cwd, nameOrPath);
  const isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) return { path: given, shownAs: nameOrPath };
  return { path: join(given, 'scenario.yaml'), shownAs: join(nameOrPath, 'scenario.yaml') };
}

function unknownScenario(name: string): Failure {
  return new Failure('usage', `There is no scenario "${name}".`, {
    hint: `There are: ${scenarioNames().join(', ')}; or give a path to a scenario.yaml.`,
  });
}
