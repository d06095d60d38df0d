import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../cli.ts';
import { lacksOwners } from '../../skip.ts';

const own = fileURLToPath(new URL('../../..', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

/** A checkout of its own, with the packages of this one. */
function checkout(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  for (const one of [
    'bin',
    'harness',
    'manifests',
    'scenarios',
    'scripts',
    'package.json',
    'package-lock.json',
  ])
    cpSync(join(own, one), join(path, one), { recursive: true });
  symlinkSync(join(own, 'node_modules'), join(path, 'node_modules'));
  return path;
}

function build(path: string, { inUse }: { inUse: boolean }): void {
  const program = `const { build } = await import('./scripts/build/build.mjs'); await build(process.cwd(), { inUse: ${inUse} })`;
  const argv = ['--input-type=module', '--eval', program];
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: path, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

const list = (path: string) =>
  spawnSync(process.execPath, [join(path, 'dist/not-a-leak.mjs'), 'list'], { encoding: 'utf8' }).stdout;
const chunks = (path: string) => readdirSync(join(path, 'dist/chunks'));
const change = (file: string, from: string, to: string) =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

describe('a build', () => {
  it('runs without any package beside it, and tells what the sources say', () => {
    const path = checkout('alone');
    build(path, { inUse: false });
    const moved = join(folder.path, 'moved');
    for (const one of ['dist', 'scenarios', 'package.json'])
      cpSync(join(path, one), join(moved, one), { recursive: true });
    expect(list(moved)).toContain('Uploads spooled to memory-backed scratch');
  });

  it('leaves a command that is going the chunks that it may still load, and else removes them', () => {
    const path = checkout('in-use');
    build(path, { inUse: false });
    const before = chunks(path);
    change(join(path, 'harness/cli/list.ts'), 'expected\\n', 'foreseen\\n');
    build(path, { inUse: true });
    expect(chunks(path)).toEqual(expect.arrayContaining(before));
    expect(chunks(path).length).toBeGreaterThan(before.length);
    expect(list(path)).toContain(' foreseen');
    build(path, { inUse: false });
    expect(chunks(path)).toHaveLength(before.length);
  });

  it('reads scenarios ahead, and one that has changed since is read anew', () => {
    const path = checkout('ahead');
    build(path, { inUse: false });
    expect(existsSync(join(path, 'dist/scenarios.json'))).toBe(true);
    const before = list(path);
    const file = join(path, 'scenarios/upload-spool/scenario.yaml');
    change(file, 'Uploads spooled', 'Files spooled');
    expect(list(path)).toBe(before.replace('Uploads spooled', 'Files spooled'));
    writeFileSync(file, 'title: 1');
    build(path, { inUse: false }); // a mistake is for `validate` to tell
  });

  it.skipIf(lacksOwners())("is that of the checkout's owner, where root makes it", () => {
    const path = checkout('of-a-user');
    chmodSync(folder.path, 0o755);
    for (const one of ['', 'package.json']) chownSync(join(path, one), 1234, 1234);
    build(path, { inUse: false });
    expect(statSync(join(path, 'dist/programs/app.mjs')).uid).toBe(1234);
  });
});
