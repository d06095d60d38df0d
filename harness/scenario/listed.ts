import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, tolerate } from '../errors.ts';
import { builtFolder } from '../package/folder.ts';
import { defaultSuite, scenarioFile, scenarioNames } from './catalog.ts';
import type { Scenario } from './types.ts';

/** What `list` shows of a scenario. */
export interface Listed {
  name: string;
  title: string;
  file: string;
  inDefaultSuite: boolean;
  arms: Pick<Scenario['arms'][number], 'name' | 'title' | 'expect'>[];
}

/** Scenarios as read by the build, by name and file hash: reading and validating YAML takes 100 ms. */
export type ReadAhead = Record<string, Pick<Listed, 'title' | 'arms'>>;

export const readAheadFile = join(builtFolder, 'scenarios.json');

/** The scenarios that come with the tool; those changed since the build are read again. */
export async function listScenarios(cwd: string): Promise<Listed[]> {
  const known = readAhead();
  const names = scenarioNames();
  const changed = names.filter((name) => !(keyOf(name) in known));
  if (changed.length > 0) Object.assign(known, byKey(await readNow(changed, cwd)));
  return names.flatMap((name) => {
    const one = known[keyOf(name)];
    const file = scenarioFile(name, cwd).shownAs;
    const inDefaultSuite = defaultSuite.includes(name);
    return one ? [{ name, title: one.title, file, inDefaultSuite, arms: one.arms }] : [];
  });
}

/** Loaded only if a file has changed, as it takes longer than the rest of `list`. */
async function readNow(names: string[], cwd: string): Promise<Scenario[]> {
  const { loadSuite } = await import('./load-suite.ts');
  return loadSuite(names, cwd);
}

/** What the build writes; omits scenarios with mistakes, which are for `validate` to report. */
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
