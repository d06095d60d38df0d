import { stripVTControlCharacters } from 'node:util';
import { grouped } from './words.ts';

/** No sentence of a report needs more; a log line of 10 MB would bury it. */
const mostCharacters = 2000;

/**
 * What can do something to a terminal, a parser or a reader: control characters of both sets (U+009B opens an
 * escape sequence too), those that turn the direction of text or can't be seen, halves of characters, and what
 * XML 1.0 forbids.
 */
const active = /[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;

/** A text from outside (a file name, a log line, a metric) as one short line that does nothing but be read. */
export function inert(text: string, most = mostCharacters): string {
  const head = text.slice(0, most);
  const harmless = stripVTControlCharacters(head.replaceAll(/\s/g, ' '))
    .replaceAll(active, '')
    .replaceAll('##[', '# #['); // GitHub takes it for a command anywhere in a line
  return text.length > most ? `${harmless}... (${grouped(text.length)} characters)` : harmless;
}

/** The same of every line of a text; a line is no workflow command of GitHub's either. */
export function inertLines(text: string): string {
  return text
    .slice(0, 100 * mostCharacters)
    .split('\n')
    .map((line) => inert(line).replace(/^(\s*):(?=:)/, '$1: '))
    .join('\n');
}

/** A copy of findings in which every text is inert. */
export function inertDeep<T>(value: T): T {
  if (typeof value === 'string') return inert(value) as T;
  if (Array.isArray(value)) return value.map(inertDeep) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inertDeep(one)])) as T;
}
