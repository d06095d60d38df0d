import { readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { monotonicMs } from '../process/clock.ts';
import { runtimeByName } from './runtime-names.ts';
import type { Runtime } from '../recording/evidence-lines.ts';
import { elfNames, type ElfNames } from './elf.ts';
import { attempt, readSlowly } from '../kernel/procfs.ts';

/** Libraries and mappings of a runtime in a process, whatever its name. */
const mapped: [RegExp, Runtime][] = [
  [/\/libjvm\.so$/m, 'jvm'],
  [/\/libnode\.so[\d.]*$/m, 'node'],
  // With all of .NET in one file, only the mapping of its JIT's code gives it away.
  [/\/libcoreclr\.so$|^.*\/memfd:doublemapper /m, 'dotnet'],
  [/\/lib(?:python|pypy)[\w.-]*\.so[\d.]*$/m, 'python'],
  [/\/libruby[\w.-]*\.so[\d.]*$/m, 'ruby'],
];

/** A program may load its runtime later: one without is rechecked after this time. */
const recheckMs = 500;
/**
 * What is built into a program, whatever its name: Go's build information (debug/buildinfo), or a symbol that a
 * runtime's native addons link to. Finds Node in single executables and Electron too.
 */
const builtIn: [keyof ElfNames, string, Runtime][] = [
  ['sections', '.go.buildinfo', 'go'],
  ['dynamicSymbols', '_ZN4node5StartEiPPc', 'node'],
  ['dynamicSymbols', 'Py_BytesMain', 'python'],
  ['dynamicSymbols', 'ruby_run_node', 'ruby'],
];

/**
 * Which managed runtime each process is, by its program's name, its mappings, and what is built into the program.
 * Each program is inspected once.
 */
export class Runtimes {
  readonly #known = new Map<number, { program: string; runtime: Runtime | null; atMs: number }>();
  /** By device and inode: programs in different mount namespaces may share a path. */
  readonly #builtIn = new Map<string, Runtime | null>();

  /** Null if it has none; undefined if the process is gone too soon. */
  async of(pid: number): Promise<Runtime | null | undefined> {
    const known = this.#known.get(pid);
    const program = programOf(pid);
    if (program === null) return known?.runtime; // a process being killed has no program any more
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

/** The runtime built into a program; null if there is none, or it can't be read. */
export function builtInto(path: string): Runtime | null {
  const names = elfNames(path);
  return builtIn.find(([where, name]) => names[where].includes(`\0${name}\0`))?.[2] ?? null;
}

/** The file of a process's program, even if deleted; null if the process is gone. */
export function programOf(pid: number): string | null {
  return attempt(() => readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
}

async function byMappings(pid: number): Promise<Runtime | null> {
  const maps = (await readSlowly(`/proc/${pid}/maps`)) ?? '';
  return mapped.find(([pattern]) => pattern.test(maps))?.[1] ?? null;
}
