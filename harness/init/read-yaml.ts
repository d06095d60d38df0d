import { readFileSync, statSync } from 'node:fs';
import { LineCounter, parseAllDocuments } from 'yaml';
import { Failure, messageOf, systemCode } from '../errors.ts';

const mostBytes = 8 * 2 ** 20;

/** The documents of a YAML or JSON file that are not empty; a usage Failure with the place of what is wrong. */
export function readYaml(path: string, shownAs: string): unknown[] {
  return parseYaml(textOf(path, shownAs), shownAs);
}

/** The same of a text. */
export function parseYaml(text: string, shownAs: string): unknown[] {
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
      merge: true,
    });
    return [...documents].flatMap((document) => {
      const [error] = document.errors;
      if (error) {
        const { line, col } = lines.linePos(error.pos[0]);
        throw new Failure('usage', `${shownAs}:${line}:${col}: ${error.message}`, {
          hint: 'It is not YAML.',
        });
      }
      const value: unknown = document.toJS({ maxAliasCount: 1000 });
      return value === null || value === undefined ? [] : [value];
    });
  } catch (error) {
    // Too many aliases, or nested deeper than the stack.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    throw new Failure('usage', `${shownAs} can't be read: ${messageOf(error)}`);
  }
}

function textOf(path: string, shownAs: string): string {
  try {
    const { size } = statSync(path);
    if (size > mostBytes)
      throw new Failure('usage', `${shownAs} is larger than 8 MiB: these are no manifests.`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) throw new Failure('usage', `${shownAs} is not UTF-8 text.`);
    if (systemCode(error)) throw new Failure('usage', `${shownAs} can't be read: ${messageOf(error)}`);
    throw error;
  }
}
