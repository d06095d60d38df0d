import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

const sources = {
  'kernel/up.ts': "export type { Run } from '../run/run.ts';",
  'holders/beside.ts': "export { load } from '../load/load.ts';",
  'run/run.ts': 'export type Run = 1;',
  'load/load.ts': "export const load = () => import('../run/run.ts');",
  'text/one.ts': "import type { Two } from './two.ts';\nexport type One = Two | 1;",
  'text/two.ts': "import type { One } from './one.ts';\nexport type Two = One | 2;",
  'corridor/lost.ts': "export { load } from '../load/load.ts';",
  'process/env.ts': 'export const env = () => process.env;',
  'process/argv.ts': "export { argv } from 'node:process';",
  'process/pid.ts': 'export const pid = () => process.pid;',
  'sampler/main.ts': 'export const argv = () => process.argv;',
  'platforms/docker/run.ts': "export const argv = ['docker', 'run'];",
  'exec/run.ts': "export const argv = ['docker', 'run'];",
  'exec/apply.ts': 'export const apply = (file: string) => `kubectl apply -f ${file}`;',
  'exec/cluster.ts': "export const argv = ['kind', 'get', 'clusters'];",
};

beforeAll(() => {
  for (const [name, text] of Object.entries(sources)) {
    const path = join(folder.path, 'harness', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
  for (const name of ['.oxlintrc.json', '.dependency-cruiser.mjs', 'package.json', 'tsconfig.json'])
    cpSync(join(root, name), join(folder.path, name));
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'));
});

function check(program: string, ...args: string[]) {
  const { stdout, status } = spawnSync(join(root, 'node_modules/.bin', program), args, {
    cwd: folder.path,
    encoding: 'utf8',
  });
  return { lines: stdout.split('\n'), status };
}

function lint(name: string) {
  return check('oxlint', '--deny-warnings', '--format', 'unix', `harness/${name}`);
}

describe('the check of the rooms', () => {
  it('refuses imports that go up, beside or around, also of types, and a file that lies in no room', () => {
    const { lines, status } = check(
      'depcruise',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
      'harness',
    );
    const said = (from: string, to: string) =>
      lines.filter((line) => line.includes(`${from} → harness/${to}`));
    expect(said('kernel/up.ts', 'run/run.ts')).toHaveLength(1);
    expect(said('holders/beside.ts', 'load/load.ts')).toHaveLength(1);
    expect(said('load/load.ts', 'run/run.ts')).toHaveLength(1);
    expect(said('corridor/lost.ts', 'load/load.ts')).toHaveLength(1);
    expect(lines.filter((line) => line.includes('no circle of imports: harness/text/one.ts'))).toHaveLength(
      1,
    );
    expect(status).toBeGreaterThan(0);
  });
});

describe('the lint', () => {
  it.each([
    ['process/env.ts', 'no-restricted-properties'],
    ['process/argv.ts', 'no-restricted-imports'],
    ['exec/run.ts', 'no-restricted-syntax'],
    ['exec/apply.ts', 'no-restricted-syntax'],
    ['exec/cluster.ts', 'no-restricted-syntax'],
  ])('refuses %s: %s', (name, rule) => {
    const { lines, status } = lint(name);
    expect(lines.join('\n')).toContain(rule);
    expect(status).toBe(1);
  });

  it.each(['process/pid.ts', 'sampler/main.ts', 'platforms/docker/run.ts'])('allows %s', (name) => {
    expect(lint(name).status).toBe(0);
  });
});
