import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { Failure, messageOf, systemCode } from '../errors.ts';
import { withRightsFor } from '../files/rights.ts';
import { callerOf, type Caller } from '../process/caller.ts';
import type { Against, AgainstArm } from '../recording/against-line.ts';
import { againstOf, comparable } from '../verdict/budgets/earlier-result.ts';
import type { Scenario } from '../scenario/types.ts';
import type { RunCaller } from './observer.ts';
import type { RunOptions } from './options.ts';

const resultName = 'result.json';

/** As asked for by the options of a run; null if nothing was. */
export function againstFor(scenarios: Scenario[], options: RunOptions & RunCaller): Against | null {
  return options.against === undefined ? null : readAgainst(options.against, scenarios, callerOf(options));
}

/**
 * The earlier result that a run is compared with: a result.json, or the folder of a run.
 *
 * @throws a usage Failure if it can't be read, is not the result of a run, or says nothing of any of these arms
 */
export function readAgainst(
  named: string,
  scenarios: Scenario[],
  { cwd, env }: Pick<Caller, 'cwd' | 'env'>,
): Against {
  const path = resolve(cwd, named);
  const text = withRightsFor(dirname(path), env, () => textOf(path, named));
  if (text.trim() === '') throw refused(named, 'is empty');
  const found = comparable.safeParse(parseJson(text, named));
  if (!found.success)
    throw refused(named, `is not the result of a run: ${z.prettifyError(found.error).split('\n')[0]}`);
  const against = againstOf(named, found.data);
  const wanted = new Set(scenarios.flatMap(({ arms }) => arms.map(({ id }) => id)));
  const arms = against.arms.filter(({ arm }) => wanted.has(arm));
  if (arms.length === 0) throw refused(named, `has none of these arms; it has ${namesOf(against.arms)}`);
  if (arms.every(({ untried }) => untried !== null))
    throw refused(named, `says nothing of what these arms used: ${arms[0]?.untried}`);
  return { ...against, arms };
}

function textOf(path: string, named: string): string {
  try {
    return readFileSync(statSync(path).isDirectory() ? join(path, resultName) : path, 'utf8');
  } catch (error) {
    if (!systemCode(error)) throw error;
    throw refused(named, `can't be read: ${messageOf(error)}`);
  }
}

function parseJson(text: string, named: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(named, `is not JSON: ${messageOf(error)}`);
  }
}

function namesOf(arms: AgainstArm[]): string {
  return arms.map(({ arm }) => arm).join(', ') || 'none';
}

function refused(named: string, why: string): Failure {
  return new Failure('usage', `--against ${named}: ${why}`, {
    hint: `It takes the ${resultName} of a run, or the folder it is in. \`report DIR\` makes it again from the recording.`,
  });
}
