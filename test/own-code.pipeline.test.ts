import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

const planted = 'globalThis.process.stdout.write("planted code runs\\n");';

function run(argv: [string, ...string[]], options: { cwd?: string; TMPDIR?: string }) {
  const { cwd = root, TMPDIR = folder.path } = options;
  const env = { ...process.env, TMPDIR, TSX_DISABLE_CACHE: undefined };
  const [program, ...args] = argv;
  const { stdout, stderr, status } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  return { output: `${stdout}${stderr}`, status };
}

describe('the code that runs', () => {
  it('is none that lies in the temporary folder or that a tsconfig.json in the current folder names', () => {
    const cwd = join(folder.path, 'cwd');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'planted.ts'), `${planted} export const Command = 0;`);
    const compilerOptions = { baseUrl: '.', paths: { commander: ['./planted.ts'] } };
    writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [`${root}/**/*`] }));
    const { output, status } = run([join(root, 'dist/not-a-leak.mjs'), 'list'], { cwd, TMPDIR: cwd });
    expect(output).toContain('upload-spool');
    expect(output).not.toContain('planted');
    expect(status).toBe(0);
    expect(readdirSync(cwd).toSorted()).toEqual(['planted.ts', 'tsconfig.json']);
  });

  it('is compiled before it runs: no command loads a compiler', () => {
    const loaded = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => readFileSync(join(root, 'dist', name), 'utf8'));
    expect(loaded.length).toBeGreaterThan(10);
    for (const code of loaded)
      expect(code).not.toMatch(/from ["'](?:tsx|esbuild)|node_modules\/(?:tsx|esbuild)\//);
  });

  it('is loaded by scripts of this package in one way', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const loading = Object.values(scripts).filter((script) => /\.ts\b/.test(script));
    expect(loading.length).toBeGreaterThan(1);
    for (const script of loading)
      expect(script).toMatch(/^exec node --import \.\/scripts\/tsx\.mjs \S+\.ts$/);
  });

  it('leaves the environment of what it runs as it was', () => {
    const program = 'process.stdout.write(String(process.env.TSX_DISABLE_CACHE))';
    const argv = ['--import', './scripts/tsx.mjs', '--eval', program];
    expect(run([process.execPath, ...argv], {}).output).toBe('undefined');
  });
});
