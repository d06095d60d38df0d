import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../harness/errors.ts';
import { scenarioNames } from '../harness/scenario/catalog.ts';
import { cli } from './cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const markdownIn = (folder: string) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
const pages = [...markdownIn('.'), ...markdownIn('docs').map((name) => `docs/${name}`)];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** Where a page's links within this checkout lead: a path from the root, and perhaps a heading there. */
function linksOf(page: string): { path: string; heading: string | undefined }[] {
  const targets = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', heading] = target.split('#');
      return { path: path === '' ? page : join(dirname(page), path), heading };
    });
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Whether a path is there, from the root or from harness/. */
const isOfCode = (path: string) => ['.', 'harness'].some((folder) => existsSync(join(root, folder, path)));

/** The first cells of a page's tables that look like `cell`, under one heading if one is named. */
function firstCells(page: string, cell: RegExp, heading = ''): string[] {
  const [section = ''] = `\n${textOf(page)}`.split(`\n${heading}\n`)[1]?.split('\n## ') ?? [];
  return [...section.matchAll(cell)].map(([, name = '']) => name);
}

/** Flags of other programs that the pages name, too. */
const foreign = new Set(
  `--preserve-env --name --global --paused --no-git-tag-version --tarball --reuid --regid --clear-groups --silent --points --runs --project --changed`.split(
    ' ',
  ),
);

describe('README, docs and the pages beside them', () => {
  it.each(pages)('%s links to files and headings that are there', (page) => {
    const dead = linksOf(page).filter(({ path, heading }) => {
      if (!existsSync(join(root, path))) return true;
      return heading !== undefined && !anchorsOf(path).includes(heading);
    });
    expect(dead).toEqual([]);
  });

  it('are all reached from the README', () => {
    const reached = new Set<string>();
    const follow = (page: string) => {
      if (reached.has(page) || !page.endsWith('.md')) return;
      reached.add(page);
      for (const { path } of linksOf(page)) follow(path);
    };
    follow('README.md');
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('name only flags that some command has', async () => {
    const commands = ['run', 'exec', 'diagnose', 'init', 'clean', 'doctor', 'render', 'report'];
    const helps = await Promise.all(commands.map(async (command) => (await cli([command, '--help'])).stdout));
    const known = new Set(helps.join('\n').match(/--[a-z][a-z-]+/g));
    const text = pages
      .filter((page) => page !== 'CHANGELOG.md')
      .map(textOf)
      .join('\n');
    const named = text.match(/(?<=[ `[(])--[a-z][a-z-]+/g);
    expect([...new Set(named)].filter((flag) => !known.has(flag) && !foreign.has(flag))).toEqual([]);
  });

  it('name every command in the README', async () => {
    const { stdout } = await cli(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[options\]|\[command\])/gm)].map(
      ([, name = '']) => name,
    );
    const readme = textOf('README.md');
    expect(commands).toContain('exec');
    expect(
      commands.filter((name) => name !== 'help' && !new RegExp(`repro -- \\[?${name}\\b`).test(readme)),
    ).toEqual([]);
  });

  it('list every scenario and every exit code, and no other', () => {
    const scenarios = firstCells('docs/scenarios.md', /^\| `([a-z-]+)`/gm, '## The scenarios');
    expect(scenarios.toSorted()).toEqual(scenarioNames().toSorted());
    const codes = firstCells('docs/exit-codes.md', /^\| (\d+(?:, \d+)*) /gm, '# Exit codes');
    expect(codes.flatMap((cell) => cell.split(', ').map(Number))).toEqual([...Object.values(exitCodes), 143]);
  });

  it.each(['docs/architecture.md', 'CONTRIBUTING.md'])('%s names files of harness that are there', (page) => {
    const named = [...textOf(page).matchAll(/`((?:[\w-]+\/)+[\w-]+\.(?:ts|css|mjs))`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !isOfCode(path))).toEqual([]);
  });

  it('begin with a README of one screen or two, with the two commands of a fresh clone', () => {
    const readme = textOf('README.md');
    expect(readme.split('\n').length).toBeLessThanOrEqual(151);
    expect(readme).toMatch(/^ {4}npm run repro\b/m);
    expect(readme).toMatch(/^ {4}npm test\b/m);
  });
});
