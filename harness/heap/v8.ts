import type { Mapping } from '../holders/mappings.ts';

/**
 * V8 maps each chunk of its heap, also for worker threads, at a random 46-bit address (GetRandomMmapAddr,
 * v8/src/base/platform/platform-posix.cc). Other unnamed memory is higher up, where the kernel puts mappings:
 * malloc's, and with it Buffers and other memory outside the heap. Or it is below 4 GiB: data of a program that is
 * not position-independent.
 */
const lowest = 2 ** 32;
const highest = 2 ** 46;
/** With an unlimited stack the kernel maps lower, in the midst of it: nothing near libraries is V8's. */
const nearBytes = 2 ** 40;

/**
 * Bytes that the V8 heaps of a Node process have touched, including garbage: what the limit counts. Null if no heap
 * can be recognized, as in a Node built with pointer compression.
 */
export function v8HeapBytes(mappings: Mapping[]): number | null {
  const within = mappings.filter(({ from, to }) => from >= lowest && to <= highest);
  const files = within.flatMap(({ name, from }) => (name.startsWith('/') ? [from] : []));
  const least = files.reduce((so, from) => Math.min(so, from), Infinity) - nearBytes;
  const most = files.reduce((so, from) => Math.max(so, from), -Infinity) + nearBytes;
  const chunks = within.filter(({ name, from }) => name === '' && !(from > least && from < most));
  const bytes = chunks.reduce((sum, { anonymousBytes }) => sum + anonymousBytes, 0);
  return bytes === 0 ? null : bytes;
}
