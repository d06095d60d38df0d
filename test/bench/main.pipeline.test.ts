import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function bench(...args: string[]) {
  const argv = ['--import', './scripts/tsx.mjs', 'bench/main.ts', ...args];
  return spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' });
}

describe('npm run bench', () => {
  it.each([
    { given: 'no name', args: [] },
    { given: 'a name that no bench has', args: ['toString'] },
  ])('lists every bench, each with a line, for $given', ({ args }) => {
    const { status, stderr } = bench(...args);
    const files = readdirSync(`${root}/bench`).filter((name) => name.endsWith('.ts') && name !== 'main.ts');
    const listed = [...stderr.matchAll(/^ {2}(\S+) +\S.*$/gm)].map(([, name]) => `${name}.ts`);
    expect(listed.toSorted()).toEqual(files.toSorted());
    expect(status).toBe(2);
  });

  it('hands its further arguments to the bench', () => {
    const { status, stderr, stdout } = bench('start', '1');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^--version: \d+ ms, /m);
    expect(status).toBe(0);
  });
});
