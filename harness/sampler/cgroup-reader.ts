import { join } from 'node:path';
import { systemCode } from '../errors.ts';
import { columns, type Sample, type SampleRow } from '../recording/types.ts';
import { FlatFile } from './flat-file.ts';
import type { CgroupLayout } from './layout.ts';

/** Reads the figures of one memory cgroup; its files are opened once and kept open. */
export class CgroupReader {
  readonly #usage: FlatFile;
  readonly #kills: FlatFile;
  readonly #files: { file: FlatFile; target: number[] }[] = [];
  readonly #known = new Set<number>([column('atMs'), column('usage')]);
  readonly #scratch: (number | null)[] = [0];

  /** Throws ENOENT where the cgroup is gone, or has no memory controller. */
  constructor(path: string, layout: CgroupLayout) {
    this.#usage = new FlatFile(join(path, layout.usage), [null]);
    this.#kills = new FlatFile(join(path, layout.oomKills.file), [layout.oomKills.field]);
    this.#open(join(path, 'memory.stat'), Object.keys(layout.stat), Object.values(layout.stat));
    for (const [name, columnName] of Object.entries(layout.single)) this.#open(join(path, name), [null], [columnName]);
    for (const [file, counters] of byFile(layout)) {
      this.#open(join(path, file), counters.map(({ field }) => field), counters.map((counter) => counter.column));
    }
  }

  /** What is charged now, in bytes: the cheap read of every tick. */
  usage(): number {
    this.#usage.readInto(this.#scratch, [0]);
    return this.#scratch[0] as number;
  }

  /** Kills counted so far: one small file. */
  oomKills(): number {
    this.#kills.readInto(this.#scratch, [0]);
    return this.#scratch[0] as number;
  }

  /** All figures, as a row of the recording. Throws ENODEV once the cgroup is gone. */
  row(atMs: number, usage: number): SampleRow {
    const row: (number | null)[] = columns.map((_name, index) => (this.#known.has(index) ? 0 : null));
    row[0] = Math.round(atMs * 1000) / 1000;
    row[1] = usage;
    for (const { file, target } of this.#files) file.readInto(row, target);
    return row;
  }

  close(): void {
    this.#usage.close();
    this.#kills.close();
    for (const { file } of this.#files) file.close();
  }

  #open(path: string, keys: (string | null)[], names: (keyof Sample)[]): void {
    let file: FlatFile;
    try {
      file = new FlatFile(path, keys);
    } catch (error) {
      // A kernel without kernel-memory accounting has no such file; its figures stay null.
      if (systemCode(error) === 'ENOENT' && keys[0] === null) return;
      throw error;
    }
    const target = names.map(column);
    for (const slot of file.slots) if (slot >= 0) this.#known.add(target[slot] as number);
    this.#files.push({ file, target });
  }
}

export function column(name: keyof Sample): number {
  return columns.indexOf(name);
}

function byFile({ limitEvents, oomKills }: CgroupLayout) {
  const files = new Map<string, { field: string | null; column: keyof Sample }[]>();
  for (const [name, counter] of [['limitEvents', limitEvents], ['oomKills', oomKills]] as const) {
    files.set(counter.file, [...(files.get(counter.file) ?? []), { field: counter.field, column: name }]);
  }
  return files;
}
