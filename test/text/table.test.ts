import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { hanging, table } from '../../harness/text/table.ts';

const words = 'files in memory-backed scratch filled the limit of the pod';

describe('a table', () => {
  it('aligns its columns by what a terminal shows, whatever the script or colour', () => {
    expect(
      table([
        ['arm', 'x'],
        ['大', 'y'],
        ['\u001b[1mb\u001b[0m', 'z'],
      ]),
    ).toEqual(['arm  x', '大   y', '\u001b[1mb\u001b[0m    z']);
  });

  it('wraps what does not fit in its column, and the names of rows never', () => {
    const lines =
      table(
        [
          ['a name that is kept as it is', 'b'],
          ['x', words],
        ],
        60,
      ) ?? [];
    expect(lines.length).toBeGreaterThan(2);
    expect(lines[0]).toContain('a name that is kept as it is');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(60);
    expect(
      lines
        .slice(1)
        .map((line) => line.slice(30).trim())
        .join(' '),
    ).toBe(words);
  });

  it('lets a text run from its column to the right end', () => {
    expect(table([['a', 'b'], ['1', '2'], { column: 1, text: 'further than b' }])?.at(-1)).toBe(
      '   further than b',
    );
  });

  it('says where there is no room for it', () => {
    expect(
      table(
        [
          ['a', 'b', 'c'],
          ['x', words, words],
        ],
        30,
      ),
    ).toBeNull();
  });
});

describe('a hanging text', () => {
  it('keeps the blanks that it begins with, and indents what follows', () => {
    const lines = hanging(`  ${words}`, 34, 6).split('\n');
    expect(lines[0]).toMatch(/^ {2}files/);
    expect(lines.slice(1).every((line) => /^ {6}\S/.test(line))).toBe(true);
    expect(lines.map((line) => line.trim()).join(' ')).toBe(words);
  });
});
