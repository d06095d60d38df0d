import { readdirSync, readFileSync } from 'node:fs';

/** Node and V8 start about this many threads by themselves; below it nobody need look. */
const ownThreads = 12;

export interface ThreadStacks {
  threads: number;
  /** Memory that the stacks of all threads but the first hold; null where it was not looked at. */
  stackBytes: number | null;
}

/**
 * The threads of this process and what their stacks hold. A thread that waits tells its stack pointer in
 * /proc/self/task/TID/syscall (proc(5)); the mapping that it points into is the stack, and smaps tells how
 * much of that is memory. A thread that runs right now tells nothing; its stack is known by its size, which is
 * that of one that waits.
 */
export function readThreadStacks(): ThreadStacks {
  const tasks = readdirSync('/proc/self/task');
  if (tasks.length <= ownThreads) return { threads: tasks.length, stackBytes: null };
  const pointers = tasks.filter((task) => Number(task) !== process.pid).flatMap(stackPointer);
  const mappings = readMappings(readFileSync('/proc/self/smaps', 'latin1'));
  const waiting = mappings.filter(({ from, to }) => pointers.some((at) => at >= from && at < to));
  const sizes = new Set(waiting.map(({ from, to }) => to - from));
  const stacks = mappings.filter(({ from, to }) => sizes.has(to - from));
  return {
    threads: tasks.length,
    stackBytes: stacks.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
  };
}

/** `NUMBER ARG... SP PC`, or `running`. A thread that ended meanwhile has none. */
function stackPointer(task: string): number[] {
  try {
    const words = readFileSync(`/proc/self/task/${task}/syscall`, 'latin1').trim().split(' ');
    return words.length < 3 ? [] : [Number(words.at(-2))];
  } catch {
    return [];
  }
}

interface Mapping {
  from: number;
  to: number;
  residentBytes: number;
}

function readMappings(smaps: string): Mapping[] {
  const head = /^([0-9a-f]+)-([0-9a-f]+) .*\n(?:[^\n]*\n)*?Rss: +(\d+) kB$/gm;
  return [...smaps.matchAll(head)].map(([, from, to, kibibytes]) => ({
    from: Number.parseInt(from ?? '', 16),
    to: Number.parseInt(to ?? '', 16),
    residentBytes: Number(kibibytes) * 1024,
  }));
}
