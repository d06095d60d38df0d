import { parseLine } from './parse-line.ts';
import type { Cell, SampleRows } from './sample-rows.ts';
import type { Sample } from './types.ts';

const start = Buffer.from('{"kind":"samples",');
const rowsName = Buffer.from(',"rows":[[');
const signs = {
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  zero: 0x30,
  open: 0x5b,
  close: 0x5d,
  brace: 0x7d,
  n: 0x6e,
};
const nullLength = 4;

/** Used again for each row. */
const cells: Cell[] = [];

export interface ScannedSamples {
  arm: string;
  level: string;
  samples: Sample[];
}

/**
 * Reads a line of samples straight from its bytes, in half the time of JSON.parse: a long recording is little
 * else. Null where the line is not just as the recorder writes it, or a row
 * is none; whether it can be read all the same is for JSON.parse to say.
 */
export function scanSamples(
  bytes: Buffer,
  from: number,
  to: number,
  rows: SampleRows,
): ScannedSamples | null {
  if (bytes.compare(start, 0, start.length, from, Math.min(to, from + start.length)) !== 0) return null;
  const headEnd = bytes.indexOf(rowsName, from);
  if (headEnd === -1 || headEnd >= to) return null;
  const samples: Sample[] = [];
  let at = headEnd + rowsName.length;
  for (;;) {
    at = scanRow(bytes, at);
    if (at === -1) return null;
    const sample = rows.sample(cells);
    if (sample === null) return null;
    samples.push(sample);
    if (bytes[at] !== signs.comma) break;
    if (bytes[at + 1] !== signs.open) return null;
    at += 2;
  }
  const whole = bytes[at] === signs.close && bytes[at + 1] === signs.brace && at + 2 === to;
  const head = whole ? parseLine(`${bytes.toString('utf8', from, headEnd)},"rows":[]}`) : null;
  return head?.kind === 'samples' ? { arm: head.arm, level: head.level, samples } : null;
}

/** Reads one row into `cells`; gives where it ends, or -1 where it is no row of plain numbers and nulls. */
function scanRow(bytes: Buffer, from: number): number {
  let at = from;
  let count = 0;
  for (;;) {
    if (bytes[at] === signs.n) {
      if (bytes.toString('latin1', at, at + nullLength) !== 'null') return -1;
      cells[count++] = null;
      at += nullLength;
    } else {
      const isNegative = bytes[at] === signs.minus;
      if (isNegative) at++;
      const first = at;
      let digits = 0;
      let scale = 0;
      for (;;) {
        const digit = (bytes[at] as number) - signs.zero;
        if (digit >= 0 && digit <= 9) {
          digits = digits * 10 + digit;
          scale *= 10;
        } else if (bytes[at] === signs.point && scale === 0 && at > first) scale = 1;
        else break;
        at++;
      }
      // Whole digits over a power of ten are divided exactly, as JSON.parse does, up to 2^53.
      if (at === first || digits > Number.MAX_SAFE_INTEGER) return -1;
      const value = scale === 0 ? digits : digits / scale;
      cells[count++] = isNegative ? -value : value;
    }
    if (bytes[at] === signs.close) break;
    if (bytes[at] !== signs.comma) return -1;
    at++;
  }
  cells.length = count;
  return at + 1;
}
