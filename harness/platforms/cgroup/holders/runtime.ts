import { readlinkSync, statSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import { monotonicMs } from '../../../clock.ts';
import { runtimeByName } from '../../../heap/runtime-names.ts';
import type { Runtime } from '../../../recording/evidence-lines.ts';
import { hasElfSection } from './elf.ts';
import { isGone, readSlowly } from './processes.ts';

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
/** Where a Go program keeps its version and modules; it is there when it is stripped, too (debug/buildinfo). */
const goSection = '.go.buildinfo';

/**
 * Which managed runtime each process is, by what it runs: the name of its program, what is mapped into it,
 * and whether Go built it. Programs are looked into once.
 */
export class Runtimes {
  readonly #known = new Map<number, { program: string; runtime: Runtime | null; atMs: number }>();
  /** By device and inode: in mount namespaces of their own programs may share a path. */
  readonly #isGo = new Map<string, boolean>();

  /** Null where the process has none; undefined where it is gone before that could be seen. */
  async of(pid: number): Promise<Runtime | null | undefined> {
    const known = this.#known.get(pid);
    const program = programOf(pid);
    if (program === null) return known?.runtime; // one that is being killed has no program any more
    const atMs = monotonicMs();
    const isSame = known?.program === program;
    if (isSame && (known.runtime !== null || atMs - known.atMs < recheckMs)) return known.runtime;
    const runtime = runtimeByName(basename(program)) ?? (await byMappings(pid)) ?? this.#go(pid);
    if (runtime === null && programOf(pid) !== program) return known?.runtime ?? undefined;
    this.#known.set(pid, { program, runtime, atMs });
    return runtime;
  }

  #go(pid: number): Runtime | null {
    const file = statOf(`/proc/${pid}/exe`);
    if (file === null) return null;
    const key = `${file.dev}:${file.ino}`;
    const isGo = this.#isGo.get(key) ?? hasElfSection(`/proc/${pid}/exe`, goSection);
    if (isGo || programOf(pid) !== null) this.#isGo.set(key, isGo);
    return isGo ? 'go' : null;
  }
}

/** The file of a process's program, also where that has been deleted; null for a process that is gone. */
export function programOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function byMappings(pid: number): Promise<Runtime | null> {
  const maps = (await readSlowly(`/proc/${pid}/maps`)) ?? '';
  return mapped.find(([pattern]) => pattern.test(maps))?.[1] ?? null;
}
