import { stripVTControlCharacters } from 'node:util';

/** Enough for any log that a person pastes, and a bound for what is done with it. */
const mostCharacters = 16 * 2 ** 20;
const mostLines = 200_000;
/** A line of the kernel has at most 1 KiB. */
const longestLine = 2048;

/** Escape sequences begin with one of these. */
const escapes = ['\u001b', '\u009b'];
const controls = /[\p{Cc}\ufeff]/u;
const allControls = /[\p{Cc}\ufeff]/gu;

/** A text as lines without what acts on a terminal; blank ones are left out. Its time and memory are bounded. */
export function linesOf(text: string): { lines: string[]; isCut: boolean } {
  const lines: string[] = [];
  const end = Math.min(text.length, mostCharacters);
  let from = 0;
  while (from < end && lines.length < mostLines) {
    const newline = text.indexOf('\n', from);
    const to = newline === -1 ? end : Math.min(newline, end);
    const line = to === from ? '' : harmless(text.slice(from, Math.min(to, from + longestLine)));
    if (line !== '') lines.push(line);
    from = to + 1;
  }
  return { lines, isCut: from < text.length };
}

function harmless(line: string): string {
  if (!controls.test(line)) return unquoted(line);
  const plain = escapes.some((one) => line.includes(one)) ? stripVTControlCharacters(line) : line;
  return unquoted(plain.replaceAll('\t', '    ').replaceAll(allControls, ''));
}

/** Without what a mail program, or Markdown, puts in front of a quotation. */
function unquoted(line: string): string {
  return (line.startsWith('>') ? line.replace(/^(?:> ?)+/, '') : line).trimEnd();
}
