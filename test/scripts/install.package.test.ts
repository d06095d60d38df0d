import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../cli.ts';
import { lacksOwners } from '../skip.ts';

const own = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);

/** In place of npm: writes down when it installs, which takes a second, and does so as npm does. */
const npm = `#!/bin/sh
echo "begin" >> log
sleep 1
rm -rf node_modules
mkdir node_modules
cp package-lock.json node_modules/.package-lock.json
echo "end" >> log`;

/** In place of the build: writes down that it built, and from what. */
const builder = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { stamp, stateOfSources } from './sources.mjs';
export async function build(root, { inUse }) {
  appendFileSync('log', inUse ? 'build beside\\n' : 'build\\n');
  mkdirSync('dist', { recursive: true });
  writeFileSync(stamp, stateOfSources(root));
}`;

/** A checkout whose packages are not installed yet, and which is not built. */
function checkout(name: string): string {
  const path = join(folder.path, name);
  for (const one of ['bin', 'harness', 'manifests/app/src', 'scenarios'])
    mkdirSync(join(path, one), { recursive: true });
  for (const one of ['scripts', 'bin/refuse.mjs', 'package.json'])
    cpSync(own(one), join(path, one), { recursive: true });
  writeFileSync(join(path, 'scripts/build/build.mjs'), builder);
  writeFileSync(join(path, 'bin/npm'), npm, { mode: 0o755 });
  lockOf(path, '1.0.0');
  return path;
}

function lockOf(path: string, version: string): void {
  writeFileSync(
    join(path, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/a': { version } } }),
  );
}

/** Runs shell commands as npm runs a script: this shell is what uses the packages. */
function script(path: string, commands: string) {
  const PATH = `${join(path, 'bin')}${delimiter}${process.env['PATH']}`;
  const env = { ...process.env, PATH, npm_lifecycle_event: 'prerepro' };
  const child = spawn('sh', ['-c', `install() { node scripts/install.mjs; }\n${commands}`], {
    cwd: path,
    env,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  return { child, ended: new Promise<string>((resolve) => child.once('close', () => resolve(said))) };
}

const logOf = (path: string) => readFileSync(join(path, 'log'), 'utf8').trim().split('\n');
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isSo(); tries++) await sleep(20);
}

describe('the packages of a checkout', () => {
  it('are installed once by two commands that begin at once, and the second says for whom it waits', async () => {
    const path = checkout('at-once');
    const said = await Promise.all([1, 2].map(() => script(path, 'install; echo run >> log').ended));
    expect(logOf(path)).toEqual(['begin', 'end', 'build', 'run', 'run']);
    expect(said.join('\n')).toMatch(/^waiting for process \d+ .*, which installs and builds$/m);
    expect(readdirSync(path)).not.toContain('.installing');
  });

  it('are not taken from a command that uses them: one that wants others waits for it', async () => {
    const path = checkout('in-use');
    const first = script(path, 'install; echo uses >> log; sleep 2; echo used >> log; exit');
    await until(() => existsSync(join(path, 'log')) && logOf(path).includes('uses'));
    lockOf(path, '2.0.0');
    const second = script(path, 'install; echo run >> log; exit');
    const said = await second.ended;
    await first.ended;
    expect(logOf(path)).toEqual(['begin', 'end', 'build', 'uses', 'used', 'begin', 'end', 'build', 'run']);
    expect(said).toMatch(
      new RegExp(`^waiting for process ${first.child.pid} .* to end before the packages`, 'm'),
    );
  });

  it('stay as they are for a command below one that uses them, which would wait for ever', async () => {
    const path = checkout('below');
    const inner = `echo '{"packages":{}}' > package-lock.json; sh -c 'node scripts/install.mjs; echo run >> log'`;
    expect(await script(path, `install; ${inner}; exit`).ended).toContain('are in use: they stay');
    expect(logOf(path)).toEqual(['begin', 'end', 'build', 'run']);
  });

  it('are free again where whoever installed or used them was killed', async () => {
    const path = checkout('killed');
    const { child, ended } = script(path, 'install & echo $! > pid; wait');
    await until(() => existsSync(join(path, 'log')));
    process.kill(Number(readFileSync(join(path, 'pid'), 'utf8')), 'SIGKILL');
    child.kill('SIGKILL');
    await ended;
    await script(path, 'install; kill -KILL $$').ended;
    lockOf(path, '2.0.0');
    expect(await script(path, 'install').ended).not.toContain('waiting');
  });

  it('are used without a word in a checkout that can not be written', async () => {
    const path = checkout('read-only');
    await script(path, 'install').ended;
    const nobody = `exec setpriv --reuid=65534 --regid=65534 --clear-groups ${process.execPath} scripts/install.mjs`;
    expect(await script(path, process.getuid?.() === 0 ? nobody : 'install').ended).toBe('');
  });

  it.skipIf(lacksOwners())(
    'are told to be in use by files of their owner, also where root uses them',
    async () => {
      const path = checkout('of-a-user');
      await script(path, 'install').ended;
      chownSync(join(path, 'node_modules'), 1234, 1234);
      await script(path, 'rm -rf node_modules/.in-use; install').ended;
      expect(lstatSync(join(path, 'node_modules/.in-use')).uid).toBe(1234);
    },
  );
});

describe('what a checkout runs', () => {
  it('is built where a source has changed, which is said, and else used as it is', async () => {
    const path = checkout('changed');
    await script(path, 'install').ended;
    expect(await script(path, 'install').ended).toBe('');
    writeFileSync(join(path, 'harness/index.ts'), 'changed');
    expect(await script(path, 'install').ended).toBe('building dist/ from the sources (npm run build)\n');
    expect(logOf(path)).toEqual(['begin', 'end', 'build', 'build']);
  });

  it('is built beside a command that still uses what was built before', async () => {
    const path = checkout('beside');
    const first = script(path, 'install; echo uses >> log; sleep 2; exit');
    await until(() => existsSync(join(path, 'log')) && logOf(path).includes('uses'));
    writeFileSync(join(path, 'harness/index.ts'), 'changed');
    await script(path, 'install; exit').ended;
    await first.ended;
    expect(logOf(path)).toEqual(['begin', 'end', 'build', 'uses', 'build beside']);
  });
});
