import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMappings } from '../../harness/holders/mappings.ts';
import { v8HeapBytes } from '../../harness/heap/v8.ts';
import { lacks } from '../skip.ts';

const kibibyte = 1024;
const chunk = (address: string, size: string, kibibytes: number, name = '') =>
  `${address}-${size} rw-p 00000000 00:00 0 ${name}\nAnonymous:          ${kibibytes} kB\n`;

const node = chunk('00400000', '00800000', 200, '/usr/bin/node') + chunk('05600000', '05642000', 264);
const chunks = chunk('100000040000', '100000080000', 256) + chunk('2aaac0000000', '2aaac0040000', 256);
const brk = chunk('193b2000', '19a13000', 6000, '[heap]');
const buffers = (lib: string, from: string, to: string) =>
  chunk(lib, `${lib.slice(0, -1)}1`, 8, '/lib/libc.so.6') + chunk(from, to, 90_000);

describe("V8's heap", () => {
  it('is what lies at random addresses, and neither what malloc took nor what the program brought', () => {
    const usual = buffers('7fd0a2000000', '7fd0b0000000', '7fd0b5800000');
    expect(v8HeapBytes(parseMappings(node + brk + chunks + usual))).toBe(512 * kibibyte);
  });

  it('is told from Buffers where an unlimited stack puts mappings among it', () => {
    const low = buffers('2aaaaab00000', '2aaab0000000', '2aaab5800000');
    expect(v8HeapBytes(parseMappings(node + brk + chunks + low))).toBe(256 * kibibyte);
  });

  it('is not known where nothing lies there', () => {
    expect(v8HeapBytes(parseMappings(node + brk))).toBeNull();
  });

  it.skipIf(lacks('Linux', process.platform === 'linux'))(
    'of this process is at least as large as what is used of it',
    () => {
      const bytes = v8HeapBytes(parseMappings(readFileSync('/proc/self/smaps', 'latin1'))) ?? 0;
      const { heapUsed, rss } = process.memoryUsage();
      expect(bytes).toBeGreaterThan(heapUsed * 0.8);
      expect(bytes).toBeLessThan(rss);
    },
  );
});
