import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, tolerate } from '../errors.ts';
import { builtFolder } from '../package/folder.ts';
import { defaultSuite, scenarioFile, scenarioNames } from './catalog.ts';
import type { Scenario } from './types.ts';

/** What `list` tells of a scenario. */
export interface Listed {
  name: string;
  title: string;
  file: string;
  inDefaultSuite: boolean;
  arms: Pick<Scenario['arms'][number], 'name' | 'title' | 'expect'>[];
}

/** Scenarios as the build has read them, by name and hash of the file: reading and checking YAML takes a tenth of a second. */
export type ReadAhead = Record<string, Pick<Listed, 'title' | 'arms'>>;

export const readAheadFile = join(builtFolder, 'scenarios.json');

/** The scenarios that come with the tool; those whose files have changed since the build are read anew. */
export async function listScenarios(cwd: string): Promise<Listed[]> {
  const told = readAhead();
  const names = scenarioNames();
  const changed = names.filter((name) => !(keyOf(name) in told));
  if (changed.length > 0) Object.assign(told, byKey(await readNow(changed, cwd)));
  return names.flatMap((name) => {
    const one = told[keyOf(name)];
    const file = scenarioFile(name, cwd).shownAs;
    const inDefaultSuite = defaultSuite.includes(name);
    return one ? [{ name, title: one.title, file, inDefaultSuite, arms: one.arms }] : [];
  });
}

/** Loaded only where a file has changed, for it takes longer than all else that `list` does. */
async function readNow(names: string[], cwd: string): Promise<Scenario[]> {
  const { loadSuite } = await import('./load-suite.ts');
  return loadSuite(names, cwd);
}

/** What the build writes; nothing where one has a mistake, which is for `validate` to tell. */
export async function makeReadAhead(): Promise<ReadAhead> {
  try {
    return byKey(await readNow(scenarioNames(), '/'));
  } catch (error) {
    if (error instanceof Failure) return {};
    throw error;
  }
}

function byKey(scenarios: Scenario[]): ReadAhead {
  return Object.fromEntries(
    scenarios.map(({ name, title, arms }) => [
      keyOf(name),
      { title, arms: arms.map((arm) => ({ name: arm.name, title: arm.title, expect: arm.expect })) },
    ]),
  );
}

function readAhead(): ReadAhead {
  return tolerate(['ENOENT'], () => JSON.parse(readFileSync(readAheadFile, 'utf8')) as ReadAhead, {});
}

function keyOf(name: string): string {
  const { path } = scenarioFile(name, '/');
  return `${name} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
