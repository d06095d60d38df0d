import { describe, expect, it } from 'vitest';
import { inert, inertDeep, inertLines } from '../../harness/text/inert.ts';

describe('inert', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['a title of the window', '\u001b]0;owned\u0007text', 'text'],
    ['an escape sequence of one byte', 'a\u009b31mb', 'ab'],
    ['a half sequence', 'a\u001b', 'a'],
    ['lines', 'a\nb\r\nc\td', 'a b  c d'],
    ['a turn of direction', 'a\u202etxt.exe', 'atxt.exe'],
    ['half a character', 'a\ud800b', 'ab'],
    ['what XML forbids', 'a\u0000\u0008\ufffe\uffffb', 'ab'],
    ['letters of any script', 'größer 大 🙂', 'größer 大 🙂'],
  ])('makes %s a plain text', (_what, text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  it('cuts a line of 10 MB short and says how long it was', () => {
    const text = inert('\u001b['.repeat(5 * 2 ** 20));
    expect(text.length).toBeLessThan(2100);
    expect(text).toContain('10,485,760 characters');
  });

  it('reaches every text of nested findings, and leaves numbers and null alone', () => {
    const given = { a: ['\u001b[1mx', 1, null], b: { c: 'y\u0000' } };
    expect(inertDeep(given)).toEqual({ a: ['x', 1, null], b: { c: 'y' } });
  });

  it('keeps the lines of a text, and lets none of them be a workflow command', () => {
    expect(inertLines('a\n  ::add-mask::b\n##[error]c')).toBe('a\n  : :add-mask::b\n# #[error]c');
  });
});
