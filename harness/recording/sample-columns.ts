import { columns, sometimesNull, type Sample, type SampleColumn, type SampleRow } from './sample.ts';

/** Rows as the columns of a samples line; a constant column is written once. */
export function columnsOf(rows: readonly SampleRow[]): SampleColumn[] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: width }, (_, index) => {
    const first = rows[0]?.[index] ?? null;
    const isSame = index > 0 && rows.every((row) => (row[index] ?? null) === first);
    return isSame ? first : rows.map((row) => row[index] ?? null);
  });
}

/** The figure of a column in a row; null if there is no such column. */
export function figureAt(column: SampleColumn | undefined, row: number): number | null {
  return (Array.isArray(column) ? column[row] : column) ?? null;
}

/** Number of samples in a line, from its time column. */
export function countOf([times]: readonly SampleColumn[]): number {
  return Array.isArray(times) ? times.length : 0;
}

type Positions = Record<keyof Sample, number>;

/** Turns lines of a recording into samples; its `columns` give the order of the figures. */
export class SampleReader {
  readonly #at: Positions;
  readonly #names: readonly string[];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#at = Object.fromEntries(columns.map((name) => [name, names.indexOf(name)])) as Positions;
  }

  /** Null if these are not valid columns: too many, of unequal length, or missing a required figure. */
  samples(figures: unknown): Sample[] | null {
    if (!Array.isArray(figures) || figures.length > this.#names.length) return null;
    const all = figures as SampleColumn[];
    const at = this.#at;
    const times = all[at.atMs];
    if (!Array.isArray(times)) return null;
    const count = times.length;
    if (count === 0) return [];
    if (!columns.every((name) => isColumn(all[at[name]], count, sometimesNull.has(name)))) return null;
    const of = (name: keyof Sample) => all[at[name]] ?? null;
    const usage = of('usage');
    const anon = of('anon');
    const file = of('file');
    const shmem = of('shmem');
    const dirty = of('dirty');
    const writeback = of('writeback');
    const unevictable = of('unevictable');
    const inactiveFile = of('inactiveFile');
    const activeFile = of('activeFile');
    const slabReclaimable = of('slabReclaimable');
    const slabUnreclaimable = of('slabUnreclaimable');
    const kernelStack = of('kernelStack');
    const pageTables = of('pageTables');
    const sock = of('sock');
    const kernel = of('kernel');
    const limitEvents = of('limitEvents');
    const oomKills = of('oomKills');
    const anonThp = of('anonThp');
    const activeAnon = of('activeAnon');
    const inactiveAnon = of('inactiveAnon');
    const swap = of('swap');
    const refaultAnon = of('refaultAnon');
    const refaultFile = of('refaultFile');
    const pressureSomeUs = of('pressureSomeUs');
    const pressureFullUs = of('pressureFullUs');
    const samples: Sample[] = [];
    // Spelled out so that all samples share one shape and each access sees one kind of column: half the time.
    for (let row = 0; row < count; row++)
      samples.push({
        atMs: times[row] as number,
        usage: (Array.isArray(usage) ? usage[row] : usage) as number,
        anon: (Array.isArray(anon) ? anon[row] : anon) as number,
        file: (Array.isArray(file) ? file[row] : file) as number,
        shmem: (Array.isArray(shmem) ? shmem[row] : shmem) as number,
        dirty: (Array.isArray(dirty) ? dirty[row] : dirty) as number,
        writeback: (Array.isArray(writeback) ? writeback[row] : writeback) as number,
        unevictable: (Array.isArray(unevictable) ? unevictable[row] : unevictable) as number,
        inactiveFile: (Array.isArray(inactiveFile) ? inactiveFile[row] : inactiveFile) as number,
        activeFile: (Array.isArray(activeFile) ? activeFile[row] : activeFile) as number | null,
        slabReclaimable: (Array.isArray(slabReclaimable) ? slabReclaimable[row] : slabReclaimable) as
          number | null,
        slabUnreclaimable: (Array.isArray(slabUnreclaimable) ? slabUnreclaimable[row] : slabUnreclaimable) as
          number | null,
        kernelStack: (Array.isArray(kernelStack) ? kernelStack[row] : kernelStack) as number | null,
        pageTables: (Array.isArray(pageTables) ? pageTables[row] : pageTables) as number | null,
        sock: (Array.isArray(sock) ? sock[row] : sock) as number | null,
        kernel: (Array.isArray(kernel) ? kernel[row] : kernel) as number | null,
        limitEvents: (Array.isArray(limitEvents) ? limitEvents[row] : limitEvents) as number,
        oomKills: (Array.isArray(oomKills) ? oomKills[row] : oomKills) as number,
        anonThp: (Array.isArray(anonThp) ? anonThp[row] : anonThp) as number | null,
        activeAnon: (Array.isArray(activeAnon) ? activeAnon[row] : activeAnon) as number | null,
        inactiveAnon: (Array.isArray(inactiveAnon) ? inactiveAnon[row] : inactiveAnon) as number | null,
        swap: (Array.isArray(swap) ? swap[row] : swap) as number | null,
        refaultAnon: (Array.isArray(refaultAnon) ? refaultAnon[row] : refaultAnon) as number | null,
        refaultFile: (Array.isArray(refaultFile) ? refaultFile[row] : refaultFile) as number | null,
        pressureSomeUs: (Array.isArray(pressureSomeUs) ? pressureSomeUs[row] : pressureSomeUs) as
          number | null,
        pressureFullUs: (Array.isArray(pressureFullUs) ? pressureFullUs[row] : pressureFullUs) as
          number | null,
      });
    return samples;
  }
}

function isColumn(column: unknown, count: number, mayBeNull: boolean): boolean {
  if (!Array.isArray(column)) return isFigure(column ?? null, mayBeNull);
  if (column.length !== count) return false;
  // By index: iterating would take a fifth of the time for a million figures.
  for (let row = 0; row < count; row++) if (!isFigure(column[row], mayBeNull)) return false;
  return true;
}

function isFigure(value: unknown, mayBeNull: boolean): boolean {
  return Number.isFinite(value) || (mayBeNull && value === null);
}
