import type { Readable } from 'node:stream';

const keptLines = 20;
/** In characters per line. */
const keptLength = 500;
/** What `see` gets of a line at most: an endless line would otherwise fill our memory. */
const seenLength = 8192;

/**
 * Keeps only the last lines of an output in `lines`, each cut to 500 characters; `see` is shown each line as it is
 * complete.
 */
export function keepLastLines(
  output: Readable,
  lines: string[],
  see: (line: string) => void = () => undefined,
): void {
  let begun = '';
  output
    .setEncoding('utf8')
    .on('data', (text: string) => {
      const [first = '', ...rest] = text.split('\n');
      begun = (begun + first.slice(0, seenLength)).slice(0, seenLength);
      for (const next of rest) {
        keep(begun);
        begun = next.slice(0, seenLength);
      }
    })
    .on('end', () => begun !== '' && keep(begun));

  function keep(text: string): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    see(line);
    lines.push(line.slice(0, keptLength));
    if (lines.length > keptLines) lines.shift();
  }
}
