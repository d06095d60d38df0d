import type { Mapping } from './mappings.ts';

/** Addresses in which a stack lies. */
export interface Range {
  from: number;
  to: number;
}

export interface Threads {
  /** Where the stack pointers of those threads stand that do not run at this moment. */
  pointers: number[];
  /** How many threads run, and so show no pointer. */
  running: number;
  /** What the C library gives a thread that asks for nothing: RLIMIT_STACK. */
  usualBytes: number;
}

/** From its pointer upwards, a thread that waits has so much of its stack in use at most, as a rule. */
const inUseBytes = 256 * 1024;

interface Found {
  mapping: Mapping;
  /** Its guard's size; null where none lies right below it. */
  guardBytes: number | null;
  /** The pointers into it, the lowest first. */
  pointers: number[];
}

/**
 * Where the stacks of a process's threads lie: around their pointers. Three things keep a stack from being
 * just the mapping that its pointer points into:
 * - the kernel merges neighbours, so a buffer may lie in one mapping with the stack below it;
 * - guards may be no mappings (glibc 2.42 and newer on Linux 6.13 and newer: MADV_GUARD_INSTALL) or not be
 *   there, and then all stacks lie in one;
 * - Go keeps its stacks, small ones, in its heap.
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
 * From the guard up. A stack is not larger than the smallest mapping that has room for its thread's pointer,
 * and ends where one of the usual size does if all pointers say so: none stands above that, and one just below.
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

/** Stacks that lie side by side are not larger than the pointers are apart; a heap is larger than all of them. */
function spacedRanges(mapping: Mapping, pointers: number[], usualBytes: number): Range[] {
  const gaps = pointers.slice(1).map((pointer, index) => pointer - (pointers[index] as number));
  // Threads that have gone deep stand nearer to the next one than a stack is large; few stand so.
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
 * Stacks of threads that run just now, are being made, or have ended (the C library keeps some of those):
 * mappings like those of the other threads; where all run, the size of which there are as many as threads.
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
