import { layouts } from '../../kernel/cgroup-layouts.ts';
import { field } from '../../kernel/cgroups.ts';
import { parseLimit } from '../../kernel/limit.ts';
import { columns, sampleOf, type CgroupLimit, type Sample, type SampleRow } from '../../recording/types.ts';

/** The text of each file of one look, by its path. */
export type Files = ReadonlyMap<string, string>;

const begin = '=== look';
const end = '=== end';
/** More than any memory.stat has. */
const mostLines = 200;

export const limitFiles = [layouts[1].limit, layouts[2].limit];
const v1Files = [layouts[1].usage, 'memory.failcnt', 'memory.oom_control', ...Object.keys(layouts[1].single)];
const v2Files = [
  layouts[2].usage,
  'memory.events',
  ...Object.keys(layouts[2].single),
  ...Object.keys(layouts[2].several),
];

/** The files of a cgroup that a sample is made of; each kernel has some of them. */
export const memoryFiles: readonly string[] = ['memory.stat', ...limitFiles, ...v1Files, ...v2Files];

/** A loop for any shell that prints `files` (shell words), and what `more` prints, every `everyS` seconds. */
export function printingLoop(files: string, everyS: number, more = ':'): string {
  return `while :; do ${printingOnce(files, more)}; sleep ${everyS}; done`;
}

/** The same once. `head` names each file that it prints. */
export function printingOnce(files: string, more = ':'): string {
  return `echo; echo '${begin}'; head -n ${mostLines} ${files} 2>/dev/null; ${more}; echo; echo '${end}'`;
}

/** Puts together the looks that such a loop prints, line by line. One whose begin is missing is none. */
export class LookReader {
  readonly #onLook: (files: Files) => void;
  #files: Map<string, string[]> | null = null;
  #lines: string[] = [];

  constructor(onLook: (files: Files) => void) {
    this.#onLook = onLook;
  }

  readonly line = (text: string): void => {
    const name = /^==> (.*) <==$/.exec(text)?.[1];
    if (text === begin) this.#files = new Map();
    else if (this.#files === null) return;
    else if (name !== undefined) this.#files.set(name, (this.#lines = []));
    else if (text === end)
      this.#onLook(new Map([...this.#files].map(([path, lines]) => [path, lines.join('\n').trim()])));
    else this.#lines.push(text);
  };
}

/** The figures of the cgroup in `folder`; null if it is not among the files. */
export function sampleIn(files: Files, folder: string, atMs: number): Sample | null {
  const text = (name: string) => files.get(folder === '' ? name : `${folder}/${name}`);
  const version = text(layouts[2].usage) === undefined ? 1 : 2;
  const layout = layouts[version];
  const usage = text(layout.usage);
  const stat = text('memory.stat');
  if (usage === undefined || stat === undefined) return null;
  const sample: Partial<Sample> = { atMs, usage: Number(usage) };
  for (const [name, column] of Object.entries(layout.stat))
    if (new RegExp(`^${name} `, 'm').test(stat)) sample[column] = field(stat, name);
  for (const [name, column] of Object.entries(layout.single)) {
    const value = text(name);
    if (value) sample[column] = Number(value);
  }
  for (const [name, fields] of Object.entries(layout.several))
    for (const [key, column] of Object.entries(fields)) {
      const total = new RegExp(`^${key} .*total=(\\d+)`, 'm').exec(text(name) ?? '')?.[1];
      if (total !== undefined) sample[column] = Number(total);
    }
  const count = ({ file, field: key }: { file: string; field: string | null }) =>
    key === null ? Number(text(file) ?? 0) : field(text(file) ?? '', key);
  return sampleOf({ ...sample, limitEvents: count(layout.limitEvents), oomKills: count(layout.oomKills) });
}

export function rowOf(sample: Sample): SampleRow {
  return columns.map((name) => sample[name]);
}

/** The limit of the cgroup in `folder`; undefined if it is not among the files. */
export function limitIn(files: Files, folder: string, cgroup: string): CgroupLimit | undefined {
  const at = (name: string) => files.get(folder === '' ? name : `${folder}/${name}`);
  const text = at(layouts[2].limit) ?? at(layouts[1].limit);
  if (text === undefined || text === '') return undefined;
  return { cgroup, limitBytes: parseLimit(text) };
}
