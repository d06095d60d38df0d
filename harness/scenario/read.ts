import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { messageOf, systemCode } from '../errors.ts';
import { armsOf, changeProblems, contradictions } from './arms.ts';
import { isPlain } from './merge.ts';
import { positionOf } from './positions.ts';
import { problemsOf, scenarioFailure, type Problem } from './problems.ts';
import { ownFileProblem } from './own-file.ts';
import { nameProblem, scenarioSchema } from './schema.ts';
import type { Scenario } from './types.ts';

const maxFileBytes = 64 * 1024;
/** Nobody reads more than these. */
const mostProblems = 50;

/** Reads one scenario; throws a usage Failure that lists all problems as `file:line:col: message`. */
export function readScenario(path: string, shownAs = path): Scenario {
  const lines = new LineCounter();
  const text = textOf(path, shownAs);
  refuseStrangeFolder(dirname(path), shownAs);
  refuseDeepNesting(text, shownAs);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placed = (problem: Problem) => {
    const position = positionOf(document, lines, problem.path, problem.key);
    return `${shownAs}:${position}: ${problem.message}`;
  };
  // Warnings are about unknown tags, whose meaning would be ignored.
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) {
    throw scenarioFailure(
      errors.slice(0, mostProblems).map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `${shownAs}:${line}:${col}: ${error.message}`;
      }),
    );
  }
  const raw = plainValueOf(document, shownAs);
  const name = basename(dirname(path));
  const parsed = scenarioSchema.safeParse(raw, { reportInput: true });
  const refuse = (problems: Problem[]) => {
    if (problems.length === 0) return;
    const shown = [...new Set(problems.slice(0, mostProblems).map(placed))];
    const more = problems.length - mostProblems;
    throw scenarioFailure(more > 0 ? [...shown, `${shownAs}:1:1: and ${more} more problems`] : shown);
  };
  refuse([...problemsOf(parsed.error), ...changeProblems(raw)]);
  const { title, story, arms: parsedArms } = scenarioSchema.parse(raw);
  const at = (keys: (string | number)[]) => `${shownAs}:${positionOf(document, lines, keys)}`;
  const locate = (arm: string, setupPath: string[]) => {
    const changed = ['arms', arm, 'change', ...setupPath];
    return at(document.hasIn(changed) ? changed : setupPath);
  };
  const arms = armsOf({ name, folder: dirname(resolve(path)) }, raw, parsedArms, locate, at);
  refuse(contradictions(arms));
  return { name, title, story, file: shownAs, arms };
}

/** Its name becomes part of cgroup, container and namespace names, and a script in it is run. */
function refuseStrangeFolder(folder: string, shownAs: string): void {
  const name = basename(folder);
  const problem = nameProblem(name);
  const script = join(folder, 'load.ts');
  const unfit = existsSync(script) ? ownFileProblem(script) : null;
  const problems = [
    ...(problem === null
      ? []
      : [`${shownAs}:1:1: its folder ${JSON.stringify(name)} is not a valid name: ${problem}`]),
    ...(unfit === null ? [] : [`${join(dirname(shownAs), 'load.ts')}:1:1: ${unfit}`]),
  ];
  if (problems.length > 0) throw scenarioFailure(problems);
}

function textOf(path: string, shownAs: string): string {
  try {
    const unfit = ownFileProblem(path);
    if (unfit !== null) throw scenarioFailure([`${shownAs}:1:1: can't be read: it ${unfit}`]);
    if (statSync(path).size > maxFileBytes) {
      throw scenarioFailure([`${shownAs}:1:1: is larger than 64 KiB: this is no scenario`]);
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    const nul = text.indexOf('\0');
    if (nul === -1) return text;
    const before = text.slice(0, nul).split('\n');
    throw scenarioFailure([`${shownAs}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: a NUL byte`]);
  } catch (error) {
    if (error instanceof TypeError) throw scenarioFailure([`${shownAs}:1:1: is not UTF-8 text`]);
    if (systemCode(error)) throw scenarioFailure([`${shownAs}:1:1: can't be read: ${messageOf(error)}`]);
    throw error;
  }
}

/** The document as plain values; limits aliases, so that a small file can't blow up. */
function plainValueOf(document: Document, shownAs: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    throw scenarioFailure([`${shownAs}:1:1: ${messageOf(error)}`]);
  }
  if (isPlain(value)) return value;
  throw scenarioFailure([`${shownAs}:1:1: must be a mapping with title, app, memory, load, arms`]);
}

/** Deeper than any scenario; the YAML parser recurses, and its stack is limited. */
const deepest = 20;

/** Refuses brackets so deeply nested that parsing them would crash the process. */
function refuseDeepNesting(text: string, shownAs: string): void {
  let depth = 0;
  for (const [index, line] of text.split('\n').entries()) {
    for (let column = 0; column < line.length; column++) {
      if ('[{'.includes(line.charAt(column))) depth++;
      if (']}'.includes(line.charAt(column))) depth--;
      if (depth > deepest)
        throw scenarioFailure([`${shownAs}:${index + 1}:${column + 1}: is nested too deep`]);
    }
  }
}
