/** One mapping of a process, from /proc/PID/smaps. */
export interface Mapping {
  from: number;
  to: number;
  /** Small and without access: stops a stack from growing into its neighbour. */
  isGuard: boolean;
  /** The main thread's stack, as marked by the kernel. */
  isMainStack: boolean;
  /** Neither readable nor writable: reserved, with nothing in it. */
  isReserved: boolean;
  /** The file, or the kernel's label; empty for memory without a name. */
  name: string;
  anonymousBytes: number;
}

/** A stack guard is a page or a few; the reserve behind a malloc arena is megabytes. */
const largestGuardBytes = 1024 * 1024;

/** Parses /proc/PID/smaps; user-space addresses are exact as numbers (below 2^53 on 4-level page tables). */
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
