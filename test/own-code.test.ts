import { spawnSync } from 'node:child_process';
import { lchownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './cli.ts';
import { isRoot } from './skip.ts';

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
  it('is none from the temporary folder, whoever has put it there', () => {
    const TMPDIR = join(folder.path, 'tmp');
    mkdirSync(TMPDIR);
    const list = [process.execPath, '--import', 'tsx', 'harness/main.ts', 'list'] as const;
    expect(run([...list], { TMPDIR }).status).toBe(0); // fills the cache that tsx has unless told
    const cache = join(TMPDIR, `tsx-${process.geteuid?.()}`);
    for (const name of readdirSync(cache)) plant(join(cache, name));
    if (isRoot) lchownSync(cache, 65_534, 65_534);
    expect(run([...list], { TMPDIR }).output).toContain('planted'); // it would run

    expect(run(['npm', 'run', '-s', 'repro', '--', 'list'], { TMPDIR }).output).not.toContain('planted');
    const { output, status } = run([join(root, 'bin/not-a-leak.mjs'), 'list'], { TMPDIR });
    expect(output).not.toContain('planted');
    expect(status).toBe(0);
  });

  it('is none that a tsconfig.json in the current folder names', () => {
    const cwd = join(folder.path, 'cwd');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'planted.ts'), `${planted} export const Command = 0;`);
    const compilerOptions = { baseUrl: '.', paths: { commander: ['./planted.ts'] } };
    writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [`${root}/**/*`] }));
    const { output, status } = run([join(root, 'bin/not-a-leak.mjs'), 'list'], { cwd });
    expect(output).toContain('upload-spool');
    expect(status).toBe(0);
  });

  it('is loaded by scripts of this package in one way', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const loading = Object.values(scripts).filter((script) => /\.ts\b/.test(script));
    expect(loading.length).toBeGreaterThan(5);
    for (const script of loading) expect(script).toMatch(/^exec node --import \.\/bin\/tsx\.mjs \S+\.ts$/);
  });

  it('leaves the environment of what it runs as it was', () => {
    const program = 'process.stdout.write(String(process.env.TSX_DISABLE_CACHE))';
    const argv = ['--import', './bin/tsx.mjs', '--eval', program];
    expect(run([process.execPath, ...argv], {}).output).toBe('undefined');
  });
});

/** Puts other code in the place of a compiled module that tsx has kept. */
function plant(file: string): void {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { code: string };
  writeFileSync(file, JSON.stringify({ ...kept, code: `${planted}\n${kept.code}` }));
}
