import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v1 } from '../../harness/kernel/cgroup-v1.ts';
import { v2 } from '../../harness/kernel/cgroup-v2.ts';
import { FlatFile } from '../../harness/kernel/flat-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'not-a-leak-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
}

function withFile<T>(content: string, keys: (string | null)[], use: (file: FlatFile, path: string) => T): T {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const file = new FlatFile(path, keys);
  try {
    return use(file, path);
  } finally {
    file.close();
  }
}

/** The values of `keys` in `content`, as one read gives them; null where a key is not there. */
function valuesOf(content: string, keys: (string | null)[]): (number | null)[] {
  return withFile(content, keys, (file) => {
    const values: (number | null)[] = keys.map(() => null);
    file.readInto(
      values,
      keys.map((_key, index) => index),
    );
    return values;
  });
}

describe('FlatFile', () => {
  it.each([
    ['v1', 'memory-stat-v1.txt', v1, []],
    ['v2', 'memory-stat-v2.txt', v2, ['anon_thp']], // of a kernel without huge pages
  ])('reads every field of a sample from a memory.stat of %s', (_version, name, layout, lacking) => {
    const content = fixture(name);
    const keys = Object.keys(layout.stat);
    const expected = keys.map((key) => {
      const found = new RegExp(`^${key} (\\d+)$`, 'm').exec(content)?.[1];
      return found === undefined ? null : Number(found);
    });
    expect(keys.filter((_key, index) => expected[index] === null)).toEqual(lacking);
    expect(expected.some((value) => (value ?? 0) > 0)).toBe(true);
    expect(valuesOf(content, keys)).toEqual(expected);
  });

  it('tells total_cache of v1 from cache, and file of v2 from file_dirty', () => {
    expect(valuesOf('cache 1\nrss 2\ntotal_cache 3\n', ['total_cache', 'cache'])).toEqual([3, 1]);
    expect(valuesOf('file 1\nfile_mapped 2\nfile_dirty 3\n', ['file_dirty', 'file'])).toEqual([3, 1]);
  });

  it.each<[string, string, (string | null)[], (number | null)[]]>([
    ['passes over keys that were not asked for', 'new_one 5\nanon 7\nlast 9\n', ['anon'], [7]],
    ['leaves a value alone whose key the file lacks', 'anon 7\n', ['anon', 'zswap'], [7, null]],
    [
      'does not take digits of a key for its value',
      'pgsteal4k2 31\nhugetlb2048 0\n',
      ['pgsteal4k2', 'hugetlb2048'],
      [31, 0],
    ],
    ['reads a file that is one number', '134217728\n', [null], [134_217_728]],
    ['reads numbers beyond 32 bits', 'limit 9223372036854\n', ['limit'], [9_223_372_036_854]],
    ['reads values in the order asked for', 'a 1\nb 2\nc 3\n', ['c', 'a'], [3, 1]],
  ])('%s', (_what, content, keys, values) => {
    expect(valuesOf(content, keys)).toEqual(values);
  });

  it('reads the numbers as they are now, from the start, into the places named', () => {
    withFile('anon 1\nfile 2\n', ['file', 'anon'], (file, path) => {
      const values: (number | null)[] = [null, null, null, null];
      file.readInto(values, [3, 1]);
      expect(values).toEqual([null, 1, null, 2]);
      writeFileSync(path, 'anon 1000\nfile 20\n');
      file.readInto(values, [3, 1]);
      expect(values).toEqual([null, 1000, null, 20]);
    });
  });

  it('knows which of the keys the kernel prints', () => {
    withFile('anon 1\nfile 2\n', ['anon', 'zswap', 'file'], ({ slots }) => {
      expect([0, 1, 2].map((slot) => slots.has(slot))).toEqual([true, false, true]);
    });
  });

  it('throws ENOENT where there is no file', () => {
    expect(() => new FlatFile(join(folder, 'nowhere'), [null])).toThrow('ENOENT');
  });
});
