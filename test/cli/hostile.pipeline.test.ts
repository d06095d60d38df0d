import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { hostile } from '../report/hostile.ts';
import { expectKill, killedByTmpfs, plateau, replay } from './scripted.ts';

/** What a terminal may act on, and what a parser of Markdown or XML would. */
const active = /[^\P{Cc}\n]/u;

describe('hostile titles and reasons', () => {
  const nasty = `${hostile} ${'long '.repeat(200_000)}`;
  const arms = {
    baseline: { ...expectKill, title: hostile },
    fix: { change: {}, title: hostile, expect: { outcome: 'survived' } },
  };
  const scripts = { baseline: killedByTmpfs, fix: { ...plateau, skipped: nasty } };

  it('are inert and short on the terminal and in every file', async () => {
    const run = await replay('hostile', arms, scripts);
    const files = ['junit.xml', 'result.md', 'result.json'].map((name) =>
      readFileSync(join(run.out, name), 'utf8'),
    );
    for (const text of [run.stdout, run.stderr, ...files]) {
      expect(text).not.toMatch(active);
      expect(text.length).toBeLessThan(100_000);
    }
    expect(run.stdout).toContain('hostile/fix');
    expect(XMLValidator.validate(files[0] ?? '')).toBe(true);
    expect(files[1]).not.toMatch(/(?<!\\)<script/);
  });

  it('are no commands to GitHub', async () => {
    const run = await replay('hostile-github', arms, scripts, [], { env: { GITHUB_ACTIONS: 'true' } });
    const commands = run.stderr.split('\n').filter((line) => /^\s*::/.test(line));
    expect(commands.filter((line) => !/^::(group|endgroup|error|warning)\b/.test(line))).toEqual([]);
    expect(commands.filter((line) => line.startsWith('::error'))).toEqual([]);
  });
});
