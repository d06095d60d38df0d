import { parseLine } from './parse-line.ts';
import type { Cell, SampleRows } from './sample-rows.ts';
import type { Sample } from './types.ts';

interface ScannedSamples {
  arm: string;
  level: string;
  samples: Sample[];
}

const start = Buffer.from('{"kind":"samples",');
const rowsName = Buffer.from(',"rows":[[');
const [comma, minus, point, zero, open, close, brace] = [0x2c, 0x2d, 0x2e, 0x30, 0x5b, 0x5d, 0x7d];
/** The letters of null. */
const [n, u, l] = [0x6e, 0x75, 0x6c];

/**
 * Reads lines of samples straight from their bytes, in half the time of JSON.parse: a long recording is little
 * else. What is not just as the recorder writes it is left to JSON.parse.
 */
export class SampleScanner {
  readonly #rows: SampleRows;
  /** Lines differ in their rows; what stands before them is one of a few. */
  readonly #heads = new Map<string, Omit<ScannedSamples, 'samples'> | null>();
  /** Used again for each row. */
  readonly #cells: Cell[] = [];

  constructor(rows: SampleRows) {
    this.#rows = rows;
  }

  /** Null where the line is not as the recorder writes samples, or a row is none. */
  scan(bytes: Buffer, from: number, to: number): ScannedSamples | null {
    if (bytes.compare(start, 0, start.length, from, Math.min(to, from + start.length)) !== 0) return null;
    const headEnd = bytes.indexOf(rowsName, from);
    if (headEnd === -1 || headEnd >= to) return null;
    const samples: Sample[] = [];
    let at = headEnd + rowsName.length;
    for (;;) {
      at = scanRow(bytes, at, this.#cells);
      const sample = at === -1 ? null : this.#rows.sample(this.#cells);
      if (sample === null) return null;
      samples.push(sample);
      if (bytes[at] !== comma) break;
      if (bytes[at + 1] !== open) return null;
      at += 2;
    }
    const isWhole = bytes[at] === close && bytes[at + 1] === brace && at + 2 === to;
    const head = isWhole ? this.#head(bytes.toString('latin1', from, headEnd)) : null;
    return head && { arm: head.arm, level: head.level, samples };
  }

  #head(latin1: string): Omit<ScannedSamples, 'samples'> | null {
    const known = this.#heads.get(latin1);
    if (known !== undefined) return known;
    const line = parseLine(`${Buffer.from(latin1, 'latin1').toString()},"rows":[]}`);
    const head = line?.kind === 'samples' ? line : null;
    this.#heads.set(latin1, head);
    return head;
  }
}

/** Reads one row into `cells`; gives where it ends, or -1 where it is no row of plain numbers and nulls. */
function scanRow(bytes: Buffer, from: number, cells: Cell[]): number {
  let at = from;
  let count = 0;
  for (;;) {
    if (bytes[at] === n) {
      if (bytes[at + 1] !== u || bytes[at + 2] !== l || bytes[at + 3] !== l) return -1;
      cells[count++] = null;
      at += 4;
    } else {
      const isNegative = bytes[at] === minus;
      if (isNegative) at++;
      const first = at;
      let digits = 0;
      let scale = 0;
      for (;;) {
        const digit = (bytes[at] as number) - zero;
        if (digit >= 0 && digit <= 9) {
          digits = digits * 10 + digit;
          scale *= 10;
        } else if (digit === point - zero && scale === 0 && at > first) scale = 1;
        else break;
        at++;
      }
      // Whole digits over a power of ten are divided exactly, as JSON.parse does, up to 2^53.
      if (at === first || bytes[at - 1] === point || digits > Number.MAX_SAFE_INTEGER) return -1;
      const value = scale === 0 ? digits : digits / scale;
      cells[count++] = isNegative ? -value : value;
    }
    if (bytes[at] === close) break;
    if (bytes[at] !== comma) return -1;
    at++;
  }
  if (cells.length !== count) cells.length = count;
  return at + 1;
}
