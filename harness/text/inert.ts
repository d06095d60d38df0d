import { stripVTControlCharacters } from 'node:util';
import { grouped } from './words.ts';

/** Enough for any sentence of a report; a log line of 10 MB would bury it. */
const mostCharacters = 2000;

/**
 * Characters that act on a terminal, a parser or a reader: control characters of both sets (U+009B also opens an
 * escape sequence), direction marks and invisible ones, lone surrogates, and what XML 1.0 forbids.
 */
const active = /[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;

/** Turns text from outside (a file name, a log line, a metric) into one short, harmless line. */
export function inert(text: string, most = mostCharacters): string {
  const head = text.slice(0, most);
  const harmless = stripVTControlCharacters(head.replaceAll(/\s/g, ' '))
    .replaceAll(active, '')
    .replaceAll('##[', '# #['); // GitHub reads it as a command anywhere in a line
  return text.length > most ? `${harmless}... (${grouped(text.length)} characters)` : harmless;
}

/** The same for every line of a text; no line is a GitHub workflow command either. */
export function inertLines(text: string): string {
  return text
    .slice(0, 100 * mostCharacters)
    .split('\n')
    .map((line) => inert(line).replace(/^(\s*):(?=:)/, '$1: '))
    .join('\n');
}

/** A copy of findings with every text made inert. */
export function inertDeep<T>(value: T): T {
  if (typeof value === 'string') return inert(value) as T;
  if (Array.isArray(value)) return value.map(inertDeep) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inertDeep(one)])) as T;
}
