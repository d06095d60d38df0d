import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../harness/report/markdown.ts';
import { codeBlock, escapeMarkdown, markdownTable } from '../../harness/text/markdown.ts';
import { armFindings, expectation, runFindings, scenarioFindings } from '../findings.ts';
import { hostFacts } from '../host-facts.ts';
import { hostileFindings } from './hostile.ts';

describe('result.md', () => {
  const arms = [
    armFindings(),
    armFindings({
      name: 'fix',
      expectations: [{ ...expectation('heap', 'refuted'), where: 'a/b.yaml:1:2' }],
    }),
    armFindings({ name: 'slow', outcome: 'skipped', reason: 'no disk', expectations: [] }),
  ];
  const scenarios = [scenarioFindings({ name: 'spool', file: 'scenarios/spool/scenario.yaml', arms })];
  const text = renderMarkdown(
    runFindings({ platform: 'docker', load: 'k6', seed: 7, host: hostFacts(), scenarios }),
  );

  it('has the verdict, a table with a row for each arm, and what was not met', () => {
    expect(text).toContain('## REPRODUCED on docker');
    expect(text).toMatch(/\| ✅ \| baseline \|.*OOM-killed after 1\.0 s/);
    expect(text).toMatch(/\| ❌ \| fix \|/);
    expect(text).toMatch(/\| ⏭️ \| slow \|.*no disk/);
    expect(text).toContain('- fix: heap: expected ; was  (a/b.yaml:1:2)');
    expect(text).toContain('Skipped, and not counted: spool/slow.');
  });

  it('says how to run the same again', () => {
    expect(text).toContain('npm run repro -- spool --on docker --load k6 --seed 7\n');
  });

  it('leaves the seed out where it is not known', () => {
    expect(renderMarkdown(runFindings({ seed: null, scenarios }))).not.toContain('--seed');
  });

  it('names a scenario of the user’s own by its folder', () => {
    const own = [scenarioFindings({ name: 'mine', file: '../my own/mine/scenario.yaml' })];
    expect(renderMarkdown(runFindings({ scenarios: own }))).toContain("'../my own/mine'");
  });

  it('has the facts of the host, folded', () => {
    expect(text).toContain('<details><summary>The host</summary>');
    expect(text).toContain(hostFacts().kernel);
  });

  it('is inert and short, whatever the findings say', () => {
    const hostile = renderMarkdown(hostileFindings());
    expect(hostile).not.toMatch(/(?<!\\)<script|(?<!\\)\[x\]|@team|[^\P{Cc}\n]/u);
    expect(hostile.length).toBeLessThan(20_000);
    const widths = hostile
      .split('\n')
      .flatMap((line) => (line.startsWith('|') ? line.match(/(?<!\\)\|/g)?.length : []));
    expect(new Set(widths)).toEqual(new Set([7]));
  });
});

describe('the parts of Markdown', () => {
  it('escape what Markdown would take for more than text', () => {
    expect(escapeMarkdown('a|b <i> `c` *d* [e](f)')).toBe('a\\|b \\<i\\> \\`c\\` \\*d\\* \\[e\\](f)');
    expect(escapeMarkdown('- no list')).toBe('\\- no list');
    expect(escapeMarkdown('1. no list')).toBe('\\1. no list');
  });

  it('make a table', () => {
    expect(
      markdownTable([
        ['a', 'b'],
        ['1', '2'],
      ]),
    ).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
  });

  it('fence code with more backticks than it has', () => {
    expect(codeBlock('a ```` b')).toBe('`````\na ```` b\n`````');
  });
});
