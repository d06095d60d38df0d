import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { heapOfCounters, parseHsperfdata } from '../../harness/heap/hsperfdata.ts';
import { jvmHeapBytes, touchedBytes } from '../../harness/heap/jvm.ts';
import { parseMappings, type Mapping } from '../../harness/holders/mappings.ts';
import { Runtimes } from '../../harness/holders/runtime.ts';
import { needs } from '../exec/case-parts.ts';

const mebibyte = 2 ** 20;

/** A file of counters as HotSpot writes it: prologue, then an entry for each. */
function perfFile(counters: [string, bigint][], { little = true, major = 2, accessible = 1 } = {}): Buffer {
  const int = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (little) bytes.writeInt32LE(value);
    else bytes.writeInt32BE(value);
    return bytes;
  };
  const entries = counters.map(([name, value]) => {
    const text = Buffer.alloc(Math.ceil((name.length + 1) / 8) * 8);
    text.write(name);
    const data = Buffer.alloc(8);
    if (little) data.writeBigInt64LE(value);
    else data.writeBigInt64BE(value);
    const kind = Buffer.from(['J'.charCodeAt(0), 1, 2, 3]);
    const at = 24 + text.length;
    return Buffer.concat([int(at + 8), int(24), int(0), kind, int(at), int(0), text, data]);
  });
  const prologue = [
    Buffer.from([0xca, 0xfe, 0xc0, 0xc0, little ? 1 : 0, major, 0, accessible]),
    Buffer.alloc(16),
    int(32),
    int(entries.length),
  ];
  return Buffer.concat([...prologue, ...entries]);
}

const generations: [string, bigint][] = [
  ['sun.gc.generation.0.maxCapacity', 40n],
  ['sun.gc.generation.0.space.0.used', 3n],
  ['sun.gc.generation.0.space.0.capacity', 30n],
  ['sun.gc.generation.1.maxCapacity', 60n],
  ['sun.gc.generation.1.space.0.used', 4n],
  ['sun.gc.generation.1.space.0.capacity', 50n],
  ['sun.gc.metaspace.capacity', 9n],
];

describe("the counters of a JVM's file", () => {
  it.each([true, false])('are read in the byte order that it names (little: %s)', (little) => {
    const counters = parseHsperfdata(perfFile(generations, { little }));
    expect(counters?.get('sun.gc.metaspace.capacity')).toBe(9);
    expect(heapOfCounters(counters ?? new Map())).toEqual({
      usedBytes: 7,
      capacityBytes: 80,
      reservedBytes: [100, 40, 60],
    });
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['another file', Buffer.from('root:x:0:0:root:/root:/bin/bash\n'.repeat(4))],
    ['one of another version', perfFile(generations, { major: 1 })],
    ['one that is being made', perfFile(generations, { accessible: 0 })],
    ['one that is cut', perfFile(generations).subarray(0, 100)],
    ['one that counts more than it has', overstated()],
  ])('are not read from %s', (_, file) => {
    expect(parseHsperfdata(file)).toBeNull();
  });

  it('are none of a heap where there are no generations', () => {
    expect(heapOfCounters(new Map([['sun.rt.safepoints', 1]]))).toBeNull();
  });
});

function overstated(): Buffer {
  const file = perfFile(generations);
  file.writeInt32LE(1_000_000, 28);
  return file;
}

/** Of whole MiB, from an address on; `---p` where it is only reserved. */
function mapping(fromMiB: number, sizeMiB: number, anonMiB: number, isReserved = false): Mapping {
  const [from, to] = [fromMiB * mebibyte, (fromMiB + sizeMiB) * mebibyte];
  const kind = { isGuard: false, isMainStack: false, isReserved, name: '' };
  return { from, to, ...kind, anonymousBytes: anonMiB * mebibyte };
}

describe('what the heap of a JVM has touched', () => {
  const heap = { usedBytes: 0, capacityBytes: 30 * mebibyte, reservedBytes: [100 * mebibyte] };

  it('is the anonymous memory of the range that is as long as its generations', () => {
    const young = [mapping(1000, 20, 15), mapping(1020, 20, 0, true)];
    const old = [mapping(1040, 10, 5), mapping(1050, 50, 0, true)];
    const others = [mapping(10, 90, 80), ...young, ...old, mapping(2000, 300, 300)];
    expect(touchedBytes(heap, others)).toBe(20 * mebibyte);
  });

  it('is not that of the range of its classes, where that is as long', () => {
    const classes = [mapping(10, 1, 1), mapping(11, 99, 0, true)];
    const own = [mapping(1000, 30, 25), mapping(1030, 70, 0, true)];
    expect(touchedBytes(heap, [...classes, ...own])).toBe(25 * mebibyte);
  });

  it('is not known where no range is so long', () => {
    expect(touchedBytes(heap, [mapping(1000, 30, 25), mapping(1031, 69, 0, true)])).toBeNull();
  });
});

describe.skipIf(needs('jdb'))('the heap of a JVM that runs', () => {
  it('is read from outside, whatever its program is called, and is all that it has touched', async () => {
    const options = ['-J-Xms64m', '-J-Xmx64m', '-J-XX:+AlwaysPreTouch'];
    const debuggerItself = spawn('jdb', options, { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      const pid = debuggerItself.pid ?? 0;
      await expect.poll(() => heapOf(pid), { timeout: 20_000 }).toBeGreaterThan(60 * mebibyte);
      expect(heapOf(pid)).toBeLessThanOrEqual(64 * mebibyte);
      expect(await new Runtimes().of(pid)).toBe('jvm');
    } finally {
      debuggerItself.kill('SIGKILL');
      await once(debuggerItself, 'exit');
    }
  });
});

function heapOf(pid: number): number {
  return jvmHeapBytes(parseMappings(readFileSync(`/proc/${pid}/smaps`, 'latin1')), pid) ?? 0;
}
