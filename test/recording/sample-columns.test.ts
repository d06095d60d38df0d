import { describe, expect, it } from 'vitest';
import { upgradeLine } from '../../harness/recording/old-lines.ts';
import { columnsOf, countOf, figureAt, SampleReader } from '../../harness/recording/sample-columns.ts';
import { columns, type SampleRow } from '../../harness/recording/types.ts';

/** As a kernel tells it that has nothing of what comes last. */
const row = (atMs: number, usage = 4096) =>
  [atMs, usage, 1, 2, 3, 0, 0, 0, 0, 0, null, null, null, null, 0, 5, 7, 1] as SampleRow;
const read = (figures: unknown, names: readonly string[] = columns) =>
  new SampleReader(names).samples(figures);

describe('columns of samples', () => {
  it('are made of rows, and a column that does not change is told once', () => {
    expect(columnsOf([row(1), row(2, 8192)]).slice(0, 4)).toEqual([[1, 2], [4096, 8192], 1, 2]);
    expect(columnsOf([row(1)]).slice(0, 2)).toEqual([[1], 4096]);
    expect(columnsOf([[1], [2, 3]])).toEqual([
      [1, 2],
      [null, 3],
    ]);
  });

  it('give the rows that they were made of', () => {
    const figures = JSON.parse(JSON.stringify(columnsOf([row(26119112.064), row(0.1, 2 ** 40)]))) as never;
    expect(countOf(figures)).toBe(2);
    expect(figureAt(figures[1], 1)).toBe(2 ** 40);
    expect(read(figures)).toMatchObject([
      { atMs: 26119112.064, usage: 4096, oomKills: 1, kernelStack: null, kernel: 5, pressureFullUs: null },
      { atMs: 0.1, usage: 2 ** 40, oomKills: 1, anonThp: null },
    ]);
  });

  it('are taken by their names, whatever their order', () => {
    const names = columns.slice(0, row(9).length).toReversed();
    const figures = columnsOf([row(9)]).toReversed();
    expect(read(figures, names)).toMatchObject([{ atMs: 9, usage: 4096, limitEvents: 7, oomKills: 1 }]);
  });

  it.each([
    ['none', null],
    ['too few', columnsOf([row(1).slice(0, 9)])],
    ['too many', columnsOf([[...row(1), ...Array<number>(20).fill(1)]])],
    ['without times', columnsOf([row(1)]).with(0, null)],
    ['of unlike lengths', columnsOf([row(1), row(2, 3)]).with(1, [1])],
    ['with words for a number', (columnsOf([row(1)]) as unknown[]).with(1, '1')],
    ['with a number that is none', columnsOf([row(1)]).with(1, [Infinity])],
    ['without a figure that is always there', columnsOf([row(1)]).with(1, null)],
  ])('are refused where they are %s', (_what, figures) => {
    expect(read(figures)).toBeNull();
  });
});

describe('a line of schema version 1', () => {
  const line = { kind: 'samples', arm: 'ä/b', level: 'pod' };

  it('has no columns where a row is longer than any version wrote, however many rows there are', () => {
    const rows = [...Array.from({ length: 2000 }, () => [1]), Array<number>(100_000).fill(0)];
    expect(upgradeLine({ ...line, rows })).toMatchObject({ columns: null });
  });

  it('has its rows read as columns', () => {
    const rows = [row(1), [...row(2), 2048, 30]];
    const upgraded = upgradeLine({ ...line, rows }) as { columns: unknown };
    expect(read(upgraded.columns)).toMatchObject([
      { atMs: 1, anonThp: null, activeAnon: null },
      { atMs: 2, anonThp: 2048, activeAnon: 30, inactiveAnon: null },
    ]);
  });

  it('has no samples where it has no rows', () => {
    const upgraded = upgradeLine({ ...line, rows: [] }) as { columns: unknown };
    expect(read(upgraded.columns)).toEqual([]);
  });

  it('has the hints of its checks, which it called mend', () => {
    const check = { name: 'memory', state: 'warn', found: 'little' };
    const upgraded = upgradeLine({ kind: 'run', checks: [{ ...check, mend: 'Buy some.' }, null, check] });
    expect(upgraded).toMatchObject({ checks: [{ ...check, hint: 'Buy some.' }, null, check] });
  });

  it('is refused where its rows are none', () => {
    for (const rows of [null, 'x', [1], [row(1), null]])
      expect(upgradeLine({ ...line, rows })).toMatchObject({ columns: null });
  });

  it('has its one scratch folder, or none, read as several', () => {
    const scratch = { medium: 'disk', directory: '/x' };
    expect(upgradeLine({ kind: 'exec', scratch })).toEqual({ kind: 'exec', scratch: [scratch] });
    expect(upgradeLine({ kind: 'exec', scratch: null })).toEqual({ kind: 'exec', scratch: [] });
    expect(upgradeLine({ kind: 'exec', scratch: [scratch] })).toEqual({ kind: 'exec', scratch: [scratch] });
  });
});
