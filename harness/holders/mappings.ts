/** One mapping of a process, of /proc/PID/smaps. */
export interface Mapping {
  from: number;
  to: number;
  /** No access and small: what stops a stack from growing into its neighbour. */
  isGuard: boolean;
  /** The main thread's stack, as the kernel marks it. */
  isMainStack: boolean;
  /** May be neither read nor written: reserved, and nothing in it. */
  isReserved: boolean;
  /** The file, or what the kernel calls it; empty for memory that has no name. */
  name: string;
  anonymousBytes: number;
}

/** A guard below a stack is one page or a few; the reserve behind a malloc arena is of megabytes. */
const largestGuardBytes = 1024 * 1024;

/** Of /proc/PID/smaps; addresses of user space are exact as numbers (below 2^53 on 4-level page tables). */
export function parseMappings(smaps: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (const line of smaps.split('\n')) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \d+ *(.*)$/.exec(line);
    if (head) {
      const [from, to] = [Number.parseInt(head[1] ?? '', 16), Number.parseInt(head[2] ?? '', 16)];
      const [isReserved, name] = [head[3] === '---p', head[4] ?? ''];
      const isGuard = isReserved && to - from <= largestGuardBytes;
      const isMainStack = name === '[stack]';
      mappings.push({ from, to, isGuard, isMainStack, isReserved, name, anonymousBytes: 0 });
    } else if (line.startsWith('Anonymous:')) {
      const last = mappings.at(-1);
      if (last) last.anonymousBytes = Number(/\d+/.exec(line)?.[0] ?? 0) * 1024;
    }
  }
  return mappings;
}
