import { isPlain, merge } from './merge.ts';
import { problemsOf, type Problem } from './problems.ts';
import { setupContradictions } from './contradictions.ts';
import { namedFileProblems } from './named-files.ts';
import { namedSo, setupSchema, type Expect, type ParsedScenario } from './schema.ts';
import type { Arm } from './types.ts';

/** A scenario as written, before units and defaults are applied. */
export type RawScenario = Record<string, unknown>;

/** Problems in the arms' changes, each merged into the baseline and validated like it. */
export function changeProblems(raw: RawScenario): Problem[] {
  return Object.entries(isPlain(raw['arms']) ? raw['arms'] : {}).flatMap(([name, arm]) => {
    const change = isPlain(arm) && isPlain(arm['change']) ? arm['change'] : {};
    const path = ['arms', name, 'change'];
    if (name === '__proto__') {
      // zod skips this one key, and the arm with it.
      return [{ path: ['arms'], key: name, message: `"${name}" is not a valid name: an arm is ${namedSo}` }];
    }
    if (name === 'baseline' && Object.keys(change).length > 0) {
      return [{ path, message: 'arms.baseline.change: the baseline is what stands above; it has no change' }];
    }
    const merged = setupSchema.safeParse(merge(setupOf(raw), change), { reportInput: true });
    // A problem already in the baseline is reported there, once.
    return problemsOf(merged.error)
      .filter((problem) => stands(change, problem))
      .map((problem) => ({
        ...problem,
        path: [...path, ...problem.path],
        message: `${path.join('.')}${problem.key === undefined ? '.' : ': '}${problem.message}`,
      }));
  });
}

/** The arms of a valid scenario, baseline first. */
export function armsOf(
  { name: scenario, folder }: { name: string; folder: string },
  raw: RawScenario,
  parsed: ParsedScenario['arms'],
  locate: (arm: string, setupPath: string[]) => string,
  at: (path: (string | number)[]) => string,
): Arm[] {
  const names = Object.keys(parsed).toSorted((a, b) => Number(b === 'baseline') - Number(a === 'baseline'));
  return names.flatMap((name) => {
    const arm = parsed[name];
    if (!arm) return [];
    const setup = setupSchema.parse(merge(setupOf(raw), arm.change));
    const id = `${scenario}/${name}`;
    const { title = name, expect } = arm;
    const hostCases = arm['expect-where'].map((hostCase, index) => {
      const path = ['arms', name, 'expect-where', index, 'expect'];
      return { ...hostCase, expectedAt: placesOf(hostCase.expect, (key) => at([...path, key])) };
    });
    const expectedAt = placesOf(expect, (key) => at(['arms', name, 'expect', key]));
    const locateHere = (path: string[]) => locate(name, path);
    return [
      { id, name, title, setup, folder, expect, expectedAt, hostCases, because: null, locate: locateHere },
    ];
  });
}

function placesOf(expect: Expect, at: (key: string) => string): Record<string, string> {
  return Object.fromEntries(Object.keys(expect).map((key) => [key, at(key)]));
}

/** Well-formed but contradictory settings. */
export function contradictions(arms: Arm[]): Problem[] {
  const baseline = arms.find(({ name }) => name === 'baseline');
  if (!baseline) {
    return [{ path: ['arms'], message: 'arms.baseline: is missing; every other arm is a change to it' }];
  }
  const inBaseline = new Set(problemsIn(baseline).map(({ message }) => message));
  return arms.flatMap((arm) => {
    const inSetup = arm === baseline ? [] : ['arms', arm.name, 'change'];
    const expect = ['arms', arm.name, 'expect'];
    const problems = problemsIn(arm)
      .filter(({ message }) => arm === baseline || !inBaseline.has(message)) // reported there, once
      .map((problem): Problem => ({ ...problem, path: [...inSetup, ...problem.path] }));
    if ([arm.expect.outcome].flat().every((outcome) => outcome === 'survived') && arm.expect.cause) {
      problems.push({
        path: [...expect, 'cause'],
        message: `${expect.join('.')}.cause: an arm that survives has none`,
      });
    }
    const earlier = arm.expect['later-than'];
    if (earlier !== undefined && (earlier === arm.name || !arms.some(({ name }) => name === earlier))) {
      problems.push({
        path: [...expect, 'later-than'],
        message: `${expect.join('.')}.later-than: "${earlier}" is no other arm of this scenario`,
      });
    }
    return problems;
  });
}

function problemsIn(arm: Arm): Problem[] {
  return [...setupContradictions(arm.setup), ...namedFileProblems(arm)];
}

function setupOf(raw: RawScenario): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => Object.hasOwn(setupSchema.shape, key)));
}

/** Whether the value of a problem was written in the change itself. */
function stands(change: Record<string, unknown>, { path, key }: Problem): boolean {
  const steps = key === undefined ? path : [...path, key];
  let value: unknown = change;
  for (const step of steps) {
    if (!isPlain(value) || !Object.hasOwn(value, step)) return false;
    value = value[String(step)];
  }
  return true;
}
