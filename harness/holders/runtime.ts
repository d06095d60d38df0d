import { readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { monotonicMs } from '../process/clock.ts';
import { runtimeByName } from './runtime-names.ts';
import type { Runtime } from '../recording/evidence-lines.ts';
import { elfNames, type ElfNames } from './elf.ts';
import { attempt, readSlowly } from '../kernel/procfs.ts';

/** Libraries and mappings that a runtime has in a process whatever that is called. */
const mapped: [RegExp, Runtime][] = [
  [/\/libjvm\.so$/m, 'jvm'],
  [/\/libnode\.so[\d.]*$/m, 'node'],
  // In a program that has all of .NET in one file, only the memory that it writes code to gives it away.
  [/\/libcoreclr\.so$|^.*\/memfd:doublemapper /m, 'dotnet'],
  [/\/lib(?:python|pypy)[\w.-]*\.so[\d.]*$/m, 'python'],
  [/\/libruby[\w.-]*\.so[\d.]*$/m, 'ruby'],
];

/** A program may load its runtime later: one without is looked into again after this time. */
const recheckMs = 500;
/**
 * What a program has in itself whatever it is called: Go's build information (debug/buildinfo), or a symbol that
 * native addons of a runtime link to. Node is so in single executables and in Electron, too.
 */
const builtIn: [keyof ElfNames, string, Runtime][] = [
  ['sections', '.go.buildinfo', 'go'],
  ['dynamicSymbols', '_ZN4node5StartEiPPc', 'node'],
  ['dynamicSymbols', 'Py_BytesMain', 'python'],
  ['dynamicSymbols', 'ruby_run_node', 'ruby'],
];

/**
 * Which managed runtime each process is, by what it runs: the name of its program, what is mapped into it,
 * and what is built into it. Programs are looked into once.
 */
export class Runtimes {
  readonly #known = new Map<number, { program: string; runtime: Runtime | null; atMs: number }>();
  /** By device and inode: in mount namespaces of their own programs may share a path. */
  readonly #builtIn = new Map<string, Runtime | null>();

  /** Null where the process has none; undefined where it is gone before that could be seen. */
  async of(pid: number): Promise<Runtime | null | undefined> {
    const known = this.#known.get(pid);
    const program = programOf(pid);
    if (program === null) return known?.runtime; // one that is being killed has no program any more
    const atMs = monotonicMs();
    const isSame = known?.program === program;
    if (isSame && (known.runtime !== null || atMs - known.atMs < recheckMs)) return known.runtime;
    const runtime = runtimeByName(basename(program)) ?? (await byMappings(pid)) ?? this.#inProgram(pid);
    if (runtime === null && programOf(pid) !== program) return known?.runtime ?? undefined;
    this.#known.set(pid, { program, runtime, atMs });
    return runtime;
  }

  #inProgram(pid: number): Runtime | null {
    const path = `/proc/${pid}/exe`;
    const file = attempt(() => statSync(path));
    if (file === null) return null;
    const key = `${file.dev}:${file.ino}`;
    const known = this.#builtIn.get(key);
    if (known !== undefined) return known;
    const runtime = builtInto(path);
    if (runtime !== null || programOf(pid) !== null) this.#builtIn.set(key, runtime);
    return runtime;
  }
}

/** The runtime that is built into a program; null where none is, or where it can't be read. */
export function builtInto(path: string): Runtime | null {
  const names = elfNames(path);
  return builtIn.find(([where, name]) => names[where].includes(`\0${name}\0`))?.[2] ?? null;
}

/** The file of a process's program, also where that has been deleted; null for a process that is gone. */
export function programOf(pid: number): string | null {
  return attempt(() => readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
}

async function byMappings(pid: number): Promise<Runtime | null> {
  const maps = (await readSlowly(`/proc/${pid}/maps`)) ?? '';
  return mapped.find(([pattern]) => pattern.test(maps))?.[1] ?? null;
}
