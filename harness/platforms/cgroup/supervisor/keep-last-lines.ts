import type { Readable } from 'node:stream';

const keptLines = 20;
/** Characters of a line. */
const keptLength = 500;

/**
 * Keeps the last lines of an output in `lines`, cut, and no more of it: one that never ends its line would fill the
 * memory of whoever waits for that.
 */
export function keepLastLines(output: Readable, lines: string[]): void {
  let begun = '';
  output
    .setEncoding('utf8')
    .on('data', (text: string) => {
      const [first = '', ...rest] = text.split('\n');
      begun = (begun + first.slice(0, keptLength)).slice(0, keptLength);
      for (const next of rest) {
        keep(begun);
        begun = next.slice(0, keptLength);
      }
    })
    .on('end', () => begun !== '' && keep(begun));

  function keep(line: string): void {
    lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (lines.length > keptLines) lines.shift();
  }
}
