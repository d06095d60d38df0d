import { describe, expect, it } from 'vitest';
import { parseMappings, sumStacks } from '../../../../harness/platforms/cgroup/holders/thread-stacks.ts';

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
`;
const stack = 0x7f0000001000;
const arena = 0x7f0004801000;

describe('memory in the stacks of threads', () => {
  it('is that of mappings with a guard below that stack pointers point into', () => {
    expect(sumStacks(parseMappings(smaps), [stack + 4096, stack + 8192])).toBe(120 * 1024);
  });

  it('is not that of a heap in which several stacks lie', () => {
    expect(sumStacks(parseMappings(smaps), [arena + 4096, arena + 8192])).toBe(0);
  });

  it('is that of a mapping without a guard where it is one thread only', () => {
    expect(sumStacks(parseMappings(smaps), [arena + 4096])).toBe(4096 * 1024);
  });

  it('is none where nothing points', () => {
    expect(sumStacks(parseMappings(smaps), [])).toBe(0);
    expect(sumStacks([], [stack])).toBe(0);
  });
});
