import { describe, expect, it } from 'vitest';
import { parseMappings, type Mapping } from '../../harness/holders/mappings.ts';
import { stackRanges } from '../../harness/holders/stack-ranges.ts';
import { wholeMappings } from '../../harness/holders/thread-stacks.ts';

const page = 4096;
const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

const smaps = `7f0000000000-7f0000001000 ---p 00000000 00:00 0
Rss:                   0 kB
Anonymous:             0 kB
7f0000001000-7f0000801000 rw-p 00000000 00:00 0
Rss:                 120 kB
Anonymous:           120 kB
7f0000801000-7f0004801000 ---p 00000000 00:00 0
Anonymous:             0 kB
7f0004801000-7f0005001000 rw-p 00000000 00:00 0
Anonymous:          4096 kB
7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0                          [stack]
Anonymous:            40 kB
`;
const stack = 0x7f0000001000;
const heap = 0x7f0004801000;
const mainStack = 0x7ffd00000000;

/** Mappings side by side from `address` up: `size` bytes of memory that is there, or a guard. */
function sideBySide(address: number, ...parts: (number | 'guard')[]): Mapping[] {
  let from = address;
  return parts.map((part) => {
    const isGuard = part === 'guard';
    const to = from + (isGuard ? page : part);
    const kind = { isGuard, isReserved: isGuard, isMainStack: false, name: '' };
    const mapping = { from, to, ...kind, anonymousBytes: isGuard ? 0 : to - from };
    from = to;
    return mapping;
  });
}

function stacksIn(mappings: Mapping[], pointers: number[], { running = 0, usualBytes = 8 * mebibyte } = {}) {
  const { bytes, partly } = wholeMappings(mappings, stackRanges(mappings, { pointers, running, usualBytes }));
  return bytes + partly.reduce((sum, { from, to }) => sum + to - from, 0);
}

describe('memory in the stacks of threads', () => {
  it('is what smaps tells of a mapping with a guard below that a stack pointer points into', () => {
    expect(stacksIn(parseMappings(smaps), [stack + 8 * mebibyte - page])).toBe(120 * kibibyte);
  });

  it('is that of the main thread, too', () => {
    expect(stacksIn(parseMappings(smaps), [mainStack + page])).toBe(40 * kibibyte);
  });

  it('is little of a heap in which several small stacks lie, or one', () => {
    const small = [heap + 16 * kibibyte, heap + 32 * kibibyte, heap + 48 * kibibyte];
    expect(stacksIn(parseMappings(smaps), small)).toBeLessThanOrEqual(48 * kibibyte);
    const [large] = sideBySide(heap, 64 * mebibyte);
    expect(stacksIn([large as Mapping], [heap + page])).toBeLessThanOrEqual(8 * mebibyte);
  });

  it('is all of a mapping in which stacks lie side by side without a guard that is a mapping', () => {
    const all = sideBySide(heap, 64 * mebibyte);
    const pointers = Array.from({ length: 8 }, (_, index) => heap + (index + 1) * 8 * mebibyte - page);
    expect(stacksIn(all, pointers)).toBeGreaterThan(62 * mebibyte);
  });

  it("is not that of a neighbour's buffer which the kernel merged with it", () => {
    const stacks = sideBySide(heap, 'guard', 10 * mebibyte, 'guard', 20 * mebibyte);
    const tops = [heap + page + 8 * mebibyte - page, heap + 2 * page + 18 * mebibyte - page];
    expect(stacksIn(stacks, tops)).toBeLessThanOrEqual(16 * mebibyte + 2 * page);
    const small = sideBySide(heap, 'guard', mebibyte, 'guard', 5 * mebibyte);
    const inSmall = [heap + page + mebibyte - page, heap + 2 * page + 2 * mebibyte - page];
    expect(stacksIn(small, inSmall)).toBe(2 * mebibyte);
  });

  it('is that of threads that have gone deep as well', () => {
    const stacks = sideBySide(heap, 'guard', 8 * mebibyte, 'guard', 8 * mebibyte);
    expect(stacksIn(stacks, [heap + 2 * page, heap + 8 * mebibyte + 3 * page])).toBe(16 * mebibyte);
  });

  it('is that of threads that run, and so show no pointer, or are only being made', () => {
    const stacks = sideBySide(heap, 'guard', mebibyte, 'guard', mebibyte, 'guard', mebibyte);
    expect(stacksIn(stacks, [heap + mebibyte])).toBe(3 * mebibyte);
    expect(stacksIn(stacks, [], { running: 3 })).toBe(3 * mebibyte);
  });

  it('is none where nothing points', () => {
    expect(stacksIn(parseMappings(smaps), [])).toBe(0);
    expect(stacksIn([], [stack])).toBe(0);
  });
});
