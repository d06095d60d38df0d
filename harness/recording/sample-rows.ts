import { columns, sometimesNull, type Sample } from './sample-lines.ts';

export type Cell = number | null;

type Positions = Record<keyof Sample, number>;

/** Turns the rows of a recording into samples; its `columns` say in which order they give the figures. */
export class SampleRows {
  readonly #at: Positions;
  readonly #length: number;
  /** Up to the last figure that is always there. */
  readonly #least: number;
  readonly #always: number[];

  constructor(names: readonly string[]) {
    this.#at = Object.fromEntries(columns.map((name) => [name, names.indexOf(name)])) as Positions;
    this.#length = names.length;
    this.#always = columns.filter((name) => !sometimesNull.has(name)).map((name) => this.#at[name]);
    this.#least = Math.max(...this.#always) + 1;
  }

  /** Null where the row is none: too long, or without a figure that is always there. */
  sample(row: unknown): Sample | null {
    if (!Array.isArray(row) || row.length < this.#least || row.length > this.#length) return null;
    const cells = row as readonly Cell[];
    const at = this.#at;
    const needed = this.#always;
    // By index: an iterator over a million rows is a fifth of their cost.
    for (let index = 0; index < needed.length; index++)
      if (typeof cells[needed[index] as number] !== 'number') return null;
    // Spelled out, so that a million of them are one shape.
    return {
      atMs: cells[at.atMs] as number,
      usage: cells[at.usage] as number,
      anon: cells[at.anon] as number,
      file: cells[at.file] as number,
      shmem: cells[at.shmem] as number,
      dirty: cells[at.dirty] as number,
      writeback: cells[at.writeback] as number,
      unevictable: cells[at.unevictable] as number,
      inactiveFile: cells[at.inactiveFile] as number,
      activeFile: cells[at.activeFile] ?? null,
      slabReclaimable: cells[at.slabReclaimable] ?? null,
      slabUnreclaimable: cells[at.slabUnreclaimable] ?? null,
      kernelStack: cells[at.kernelStack] ?? null,
      pageTables: cells[at.pageTables] ?? null,
      sock: cells[at.sock] ?? null,
      kernel: cells[at.kernel] ?? null,
      limitEvents: cells[at.limitEvents] as number,
      oomKills: cells[at.oomKills] as number,
      anonThp: cells[at.anonThp] ?? null,
      activeAnon: cells[at.activeAnon] ?? null,
      inactiveAnon: cells[at.inactiveAnon] ?? null,
      swap: cells[at.swap] ?? null,
      refaultAnon: cells[at.refaultAnon] ?? null,
      refaultFile: cells[at.refaultFile] ?? null,
      pressureSomeUs: cells[at.pressureSomeUs] ?? null,
      pressureFullUs: cells[at.pressureFullUs] ?? null,
    };
  }
}
