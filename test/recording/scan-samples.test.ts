import { describe, expect, it } from 'vitest';
import { SampleRows } from '../../harness/recording/sample-rows.ts';
import { SampleScanner } from '../../harness/recording/scan-samples.ts';
import { columns } from '../../harness/recording/types.ts';

const row = (atMs: number, usage = 4096) => [
  atMs,
  usage,
  1,
  2,
  3,
  0,
  0,
  0,
  0,
  0,
  null,
  null,
  null,
  null,
  0,
  5,
  7,
  1,
];
const lineOf = (rows: unknown[]) => JSON.stringify({ kind: 'samples', arm: 'ä/b', level: 'pod', rows });
const scan = (line: string) => {
  const bytes = Buffer.from(`before\n${line}\nafter`);
  return new SampleScanner(new SampleRows(columns)).scan(bytes, 7, bytes.length - 6);
};

describe('a line of samples that is read from its bytes', () => {
  it('gives the very numbers that JSON.parse gives', () => {
    const times = [26119112.064, 0.1, 86400000.125, 1 / 3, 123456789.987, 9007199254740991];
    const rows = times.map((atMs) => row(Number(atMs.toFixed(3)), 2 ** 40));
    const found = scan(lineOf(rows));
    expect(found).toMatchObject({ arm: 'ä/b', level: 'pod' });
    expect(found?.samples.map(({ atMs }) => atMs)).toEqual(rows.map(([atMs]) => atMs));
    expect(found?.samples[0]).toMatchObject({ usage: 2 ** 40, kernelStack: null, kernel: 5, oomKills: 1 });
  });

  it('takes columns by their names, whatever their order', () => {
    const names = columns.slice(0, row(9).length).toReversed();
    const bytes = Buffer.from(lineOf([row(9).toReversed()]));
    const found = new SampleScanner(new SampleRows(names)).scan(bytes, 0, bytes.length);
    expect(found?.samples).toMatchObject([{ atMs: 9, usage: 4096, limitEvents: 7, oomKills: 1 }]);
  });

  it('gives nothing for the figures that a kernel lacks, with which a row ends early', () => {
    const found = scan(lineOf([row(1), [...row(2), 2048, 30]]));
    expect(found?.samples).toMatchObject([
      { atMs: 1, oomKills: 1, anonThp: null, activeAnon: null, pressureFullUs: null },
      { atMs: 2, oomKills: 1, anonThp: 2048, activeAnon: 30, inactiveAnon: null },
    ]);
  });

  it.each([
    ['one of another kind', JSON.stringify({ kind: 'heap', arm: 'x', atMs: 1, heapUsed: 1 })],
    ['one that breaks off', lineOf([row(1), row(2)]).slice(0, -9)],
    ['one with more behind it', `${lineOf([row(1)])}}`],
    ['one with a row too short', lineOf([row(1).slice(1)])],
    ['one with a row too long', lineOf([[...row(1), ...Array<number>(20).fill(1)]])],
    ['one without a time', lineOf([[null, ...row(1).slice(1)]])],
    ['one with words for a number', lineOf([['1', ...row(1).slice(1)]])],
    ['one with half a number', lineOf([row(1)]).replace('[[1,', '[[1.,')],
    ['one with an exponent, which JSON.parse reads', lineOf([row(1)]).replace('4096', '4e3')],
  ])('leaves %s to JSON.parse', (_what, line) => {
    expect(scan(line)).toBeNull();
  });
});
