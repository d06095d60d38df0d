import type { Readable } from 'node:stream';

const keptLines = 20;
/** In characters per line. */
const keptLength = 500;

/** Keeps only the last lines of an output in `lines`, each cut: an endless line would otherwise fill our memory. */
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
