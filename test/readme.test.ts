import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../harness/errors.ts';
import { scenarioNames } from '../harness/scenario/catalog.ts';
import { cli } from './cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');
const readme = textOf('README.md');

/** The first cells of a table in a section that look like `cell`. */
function rows(heading: string, cell: RegExp): string[] {
  const [section = ''] = readme.split(`## ${heading}\n`)[1]?.split('\n## ') ?? [];
  return [...section.matchAll(cell)].map(([, name = '']) => name);
}

/** Flags of other programs that the README names, too. */
const foreign = new Set(['--preserve-env', '--name', '--global']);

describe('the README and docs', () => {
  it.each(pages)('%s links to files and headings that are there', (page) => {
    const text = textOf(page);
    const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    const here = targets.filter((target) => !target.startsWith('http'));
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(
      ([, title = '']) =>
        `#${title
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-')}`,
    );
    const isThere = (target: string) =>
      target.startsWith('#') ? headings.includes(target) : existsSync(join(root, dirname(page), target));
    expect(here.filter((target) => !isThere(target))).toEqual([]);
  });

  it('name only flags that some command has', async () => {
    const commands = ['run', 'exec', 'clean', 'doctor', 'render', 'report'];
    const helps = await Promise.all(commands.map(async (command) => (await cli([command, '--help'])).stdout));
    const known = new Set(helps.join('\n').match(/--[a-z][a-z-]+/g));
    const named = readme.replaceAll(/`?npm run bench:\w+ .*/g, '').match(/(?<=[ `[])--[a-z][a-z-]+/g);
    expect([...new Set(named)].filter((flag) => !known.has(flag) && !foreign.has(flag))).toEqual([]);
  });

  it('list every scenario and every exit code, and no other', () => {
    expect(rows('The scenarios', /^\| `([a-z-]+)`/gm).toSorted()).toEqual(scenarioNames().toSorted());
    const codes = rows('Commands', /^\| (\d+(?:, \d+)*) /gm).flatMap((cell) => cell.split(', ').map(Number));
    expect(codes).toEqual([...Object.values(exitCodes), 143]);
  });
});
