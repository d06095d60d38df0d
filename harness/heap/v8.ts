import type { Mapping } from '../holders/mappings.ts';

/**
 * V8 asks for each chunk of its heap at a random address of 46 bits (GetRandomMmapAddr,
 * v8/src/base/platform/platform-posix.cc), for the heaps of worker threads too. All else that has no name lies
 * higher up: what malloc takes, and with it Buffers and other memory outside of the heap, where the kernel puts
 * mappings; or below 4 GiB: the data of a program that is not position-independent.
 */
const lowest = 2 ** 32;
const highest = 2 ** 46;
/** With an unlimited stack the kernel puts mappings lower, in the midst of it: near to libraries none is V8's. */
const nearBytes = 2 ** 40;

/**
 * Bytes of memory that the V8 heaps of a Node process have touched, garbage included: what the limit counts.
 * Null where no heap can be made out, as in a Node built with pointer compression.
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
