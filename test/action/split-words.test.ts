import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../action/split-words.mjs';

/** The words that a shell makes of a text. */
function byShell(text: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

describe('the arguments of a step', () => {
  it.each([
    'one two   three',
    `--name='two words' --other="two words"`,
    String.raw`a\ b 'c\ d' "e\ f" "g\"h" "i\\j" k\\l`,
    `'it'"'"'s' '' ""`,
    `"a 'b' c" 'd "e" f'`,
    'one \\\n  two\\\nthree "four\\\nfive"',
    'exec-like --memory 64Mi -- sh -c "exit 3"',
  ])('are split as a shell splits them: %j', (text) => {
    const words = splitWords(text);
    expect(words).toEqual(byShell(text));
    expect(words.length).toBeGreaterThan(1);
  });

  it('may be on several lines, as YAML has them', () => {
    expect(splitWords('a\n  --b c\n')).toEqual(['a', '--b', 'c']);
    expect(splitWords(' \n')).toEqual([]);
  });

  it('are not expanded, and run nothing', () => {
    const words = ['$HOME', '~', '*', '$(id)', '`id`', ';', '|', '&&', '>x', '#'];
    expect(splitWords(words.join(' '))).toEqual(words);
  });

  it.each([`a "b c`, `a 'b c`, 'a\\'])('are refused where a quote is open: %j', (text) => {
    expect(() => splitWords(text)).toThrow('a quote that is not closed');
  });
});
