import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isGone, readProc } from './processes.ts';

/** A process with fewer threads does not fill a limit with their stacks. */
export const fewestThreads = 16;
/** A guard below a stack is one page or a few; the reserve behind a malloc arena is of megabytes. */
const largestGuardBytes = 1024 * 1024;

/**
 * Anonymous memory in the stacks of a process's threads: that of the mappings that their stack pointers
 * point into. Null where the process is gone or nothing can be told.
 *
 * A pointer may lie elsewhere than on a stack of its own: Go keeps its stacks in its heap. So a mapping
 * counts where a guard lies right below it, or where it is that of one thread only.
 */
export async function stackBytesOf(pid: number): Promise<number | null> {
  const pointers = stackPointers(pid);
  const smaps = await readSlowly(`/proc/${pid}/smaps`);
  // A process that is being killed has no mappings any more: that its stacks are gone says nothing of them.
  if (!smaps || pointers.length === 0) return null;
  return sumStacks(parseMappings(smaps), pointers);
}

export interface Mapping {
  from: number;
  to: number;
  /** No access, right below the next one: what stops a stack from growing into its neighbour. */
  isGuard: boolean;
  anonymousBytes: number;
}

export function sumStacks(mappings: Mapping[], pointers: number[]): number {
  const sorted = pointers.toSorted((a, b) => a - b);
  let next = 0;
  let sum = 0;
  for (const [index, { from, to, anonymousBytes }] of mappings.entries()) {
    while (next < sorted.length && (sorted[next] as number) < from) next++;
    const first = next;
    while (next < sorted.length && (sorted[next] as number) < to) next++;
    const below = mappings[index - 1];
    const guarded = below !== undefined && below.isGuard && below.to === from;
    if (next - first === 1 || (next > first && guarded)) sum += anonymousBytes;
  }
  return sum;
}

/** Of /proc/PID/smaps; addresses of user space are exact as numbers (below 2^53 on 4-level page tables). */
export function parseMappings(smaps: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (const line of smaps.split('\n')) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) (\S{4})/.exec(line);
    if (head) {
      const [from, to] = [Number.parseInt(head[1] ?? '', 16), Number.parseInt(head[2] ?? '', 16)];
      const isGuard = head[3] === '---p' && to - from <= largestGuardBytes;
      mappings.push({ from, to, isGuard, anonymousBytes: 0 });
    } else if (line.startsWith('Anonymous:')) {
      const last = mappings.at(-1);
      if (last) last.anonymousBytes = Number(/\d+/.exec(line)?.[0] ?? 0) * 1024;
    }
  }
  return mappings;
}

/** Of all threads that are not running now: /proc/PID/task/TID/syscall, `NUMBER ARGS... SP PC`. */
function stackPointers(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) => {
    const words = readProc(`/proc/${pid}/task/${thread}/syscall`)?.trim().split(' ') ?? [];
    return words.length < 3 ? [] : [Number(words.at(-2))];
  });
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** On a thread of Node's pool: it may wait for a process that holds its memory map while it reclaims. */
async function readSlowly(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
