import { join } from 'node:path';
import { tolerate } from '../errors.ts';
import { columns, sampleOf, type Sample, type SampleRow } from '../recording/types.ts';
import { FlatFile } from '../kernel/flat-file.ts';
import type { CgroupLayout } from '../kernel/cgroup-layout.ts';

/** Reads the figures of one memory cgroup through files that stay open. */
export class CgroupReader {
  readonly #usage: FlatFile;
  readonly #kills: FlatFile;
  readonly #files: { file: FlatFile; target: number[] }[] = [];
  readonly #limitEvents: FlatFile;
  readonly #known = new Set<number>(
    ['atMs', 'usage', 'limitEvents', 'oomKills'].map((name) => column(name as keyof Sample)),
  );
  readonly #scratch: (number | null)[] = [0];
  /** A row of zeros, and of nulls for what this kernel lacks. */
  readonly #none: (number | null)[];

  /** Throws ENOENT if the cgroup is gone, or has no memory controller. */
  constructor(path: string, layout: CgroupLayout) {
    this.#usage = new FlatFile(join(path, layout.usage), [null]);
    this.#kills = new FlatFile(join(path, layout.oomKills.file), [layout.oomKills.field]);
    this.#keep(new FlatFile(join(path, 'memory.stat'), Object.keys(layout.stat)), Object.values(layout.stat));
    for (const [name, columnName] of Object.entries(layout.single))
      this.#open(join(path, name), [null], [columnName]);
    for (const [name, fields] of Object.entries(layout.several))
      this.#open(join(path, name), Object.keys(fields), Object.values(fields));
    this.#limitEvents = new FlatFile(join(path, layout.limitEvents.file), [layout.limitEvents.field]);
    const width = Math.max(...this.#known) + 1;
    this.#none = Array.from({ length: width }, (_, index) => (this.#known.has(index) ? 0 : null));
  }

  /** Current charge in bytes: the cheap read of every tick. */
  usage(): number {
    return this.#number(this.#usage);
  }

  /** Kills counted so far: one small file. */
  oomKills(): number {
    return this.#number(this.#kills);
  }

  /** Charges that met its limit so far. */
  limitEvents(): number {
    return this.#number(this.#limitEvents);
  }

  /** All figures as a row, up to the last that this kernel has. Throws ENODEV once the cgroup is gone. */
  row(atMs: number, usage: number): SampleRow {
    const row = this.#none.slice();
    row[0] = Math.round(atMs * 1000) / 1000;
    row[1] = usage;
    for (const { file, target } of this.#files) file.readInto(row, target);
    row[column('oomKills')] = this.oomKills();
    row[column('limitEvents')] = this.limitEvents();
    return row;
  }

  close(): void {
    this.#usage.close();
    this.#kills.close();
    this.#limitEvents.close();
    for (const { file } of this.#files) file.close();
  }

  #number(file: FlatFile): number {
    file.readInto(this.#scratch, [0]);
    return this.#scratch[0] as number;
  }

  #open(path: string, keys: (string | null)[], names: (keyof Sample)[]): void {
    const file = openIfThere(path, keys);
    if (file) this.#keep(file, names);
  }

  #keep(file: FlatFile, names: (keyof Sample)[]): void {
    const target = names.map(column);
    for (const slot of file.slots) if (slot >= 0) this.#known.add(target[slot] as number);
    this.#files.push({ file, target });
  }
}

/** The figures of a cgroup at this one moment. Throws ENOENT or ENODEV if it is gone. */
export function readSample(path: string, layout: CgroupLayout): Sample {
  const reader = new CgroupReader(path, layout);
  try {
    const row = reader.row(0, reader.usage());
    return sampleOf(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
  } finally {
    reader.close();
  }
}

export function column(name: keyof Sample): number {
  return columns.indexOf(name);
}

/** Absent if the kernel does not account kernel memory or swap, or has no PSI. */
function openIfThere(path: string, keys: (string | null)[]): FlatFile | null {
  return tolerate(['ENOENT', 'ENOTSUP'], () => new FlatFile(path, keys), null);
}
