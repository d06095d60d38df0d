import type { Mapping } from './mappings.ts';

/** A range of addresses containing a stack. */
export interface Range {
  from: number;
  to: number;
}

export interface Threads {
  /** Stack pointers of the threads that are not running right now. */
  pointers: number[];
  /** How many threads are running, and so have no known pointer. */
  running: number;
  /** Default size of a thread's stack in the C library: RLIMIT_STACK. */
  usualBytes: number;
}

/** A waiting thread usually uses at most this much of its stack, from its pointer up. */
const inUseBytes = 256 * 1024;

interface Found {
  mapping: Mapping;
  /** Its guard's size; null if there is none right below it. */
  guardBytes: number | null;
  /** The pointers into it, lowest first. */
  pointers: number[];
}

/**
 * Where the stacks of a process's threads are: around their pointers. A stack is not simply the mapping of its pointer:
 * - the kernel merges neighbours, so a buffer may share a mapping with the stack below it;
 * - guards may not be mappings (glibc 2.42 or newer on Linux 6.13 or newer: MADV_GUARD_INSTALL), or be absent; then
 *   one mapping contains all stacks;
 * - Go keeps its small stacks in its heap.
 */
export function stackRanges(mappings: Mapping[], threads: Threads): Range[] {
  const found = findPointers(mappings, threads.pointers);
  const guarded = found.filter(({ guardBytes, pointers }) => guardBytes !== null && pointers.length === 1);
  const others = found.filter((one) => !guarded.includes(one) && one.pointers.length > 0);
  return [
    ...guarded.map((one) => guardedRange(one, guarded, threads.usualBytes)),
    ...others.flatMap(({ mapping, pointers }) =>
      mapping.isMainStack ? [mapping] : spacedRanges(mapping, pointers, threads.usualBytes),
    ),
    ...withoutPointer(found, guarded, threads.running),
  ];
}

function findPointers(mappings: Mapping[], pointers: number[]): Found[] {
  const sorted = pointers.toSorted((a, b) => a - b);
  let next = 0;
  return mappings.map((mapping, index) => {
    while (next < sorted.length && (sorted[next] as number) < mapping.from) next++;
    const first = next;
    while (next < sorted.length && (sorted[next] as number) < mapping.to) next++;
    const below = mappings[index - 1];
    const guard = below?.isGuard && below.to === mapping.from ? below : null;
    return { mapping, guardBytes: guard && guard.to - guard.from, pointers: sorted.slice(first, next) };
  });
}

/**
 * From the guard up. A stack is at most as large as the smallest mapping with room for its thread's pointer. It has
 * the usual size if every pointer agrees: none above that end, and one just below.
 */
function guardedRange({ mapping, pointers }: Found, guarded: Found[], usualBytes: number): Range {
  const height = (pointers[0] as number) - mapping.from;
  const rooms = guarded.map((one) => sizeOf(one.mapping)).filter((bytes) => bytes > height);
  const highest = guarded.reduce(
    (most, one) => Math.max(most, (one.pointers[0] as number) - one.mapping.from),
    0,
  );
  const isUsual = highest < usualBytes && highest >= usualBytes - inUseBytes;
  const room = rooms.reduce((least, bytes) => Math.min(least, bytes), sizeOf(mapping));
  return { from: mapping.from, to: mapping.from + Math.min(room, isUsual ? usualBytes : room) };
}

/** Adjacent stacks are no larger than the distance of their pointers; a heap is larger than all of them. */
function spacedRanges(mapping: Mapping, pointers: number[], usualBytes: number): Range[] {
  const gaps = pointers.slice(1).map((pointer, index) => pointer - (pointers[index] as number));
  // A deep thread's pointer is closer to the next than a stack is large; few threads are deep.
  const bytes = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 4)] ?? usualBytes;
  const above = Math.min(inUseBytes, bytes / 8);
  return pointers.map((pointer, index) => ({
    from: Math.max(
      mapping.from,
      pointer + above - bytes,
      index === 0 ? 0 : (pointers[index - 1] as number) + above,
    ),
    to: Math.min(mapping.to, pointer + above),
  }));
}

/**
 * Stacks of threads that are running, being created, or ended (the C library keeps some): mappings like those of
 * the other threads; if all are running, the size that occurs once per thread.
 */
function withoutPointer(found: Found[], guarded: Found[], running: number): Range[] {
  const key = ({ mapping, guardBytes }: Found) => `${guardBytes} ${sizeOf(mapping)}`;
  const known = new Set(guarded.map(key));
  const rest = found.filter(
    ({ guardBytes, pointers, mapping }) =>
      guardBytes !== null && pointers.length === 0 && mapping.anonymousBytes > 0,
  );
  const counts = new Map<string, number>();
  for (const one of rest) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  const isAsMany = (one: Found) => running > 1 && (counts.get(key(one)) ?? 0) >= running;
  return rest.filter((one) => known.has(key(one)) || isAsMany(one)).map(({ mapping }) => mapping);
}

function sizeOf({ from, to }: Range): number {
  return to - from;
}
