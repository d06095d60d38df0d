import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lacks } from './skip.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: { repro: string } };

/** Runs a file on a Node that says to be of another version. */
function runAs(version: string, file: string) {
  const lie = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const argv = ['--import', `data:text/javascript,${encodeURIComponent(lie)}`, file, 'list'];
  return spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' });
}

describe('the first file that runs', () => {
  it.each(['dist/not-a-leak.mjs', 'scripts/install.mjs'])(
    '%s tells an old Node which one it takes',
    (file) => {
      const { status, stderr } = runAs('18.20.8', file);
      expect(stderr).toMatch(
        /^not-a-leak takes Node 20\.19 or newer; this is 18\.20\.8 \(\S+\)\.\n {2}Install/,
      );
      expect(status).toBe(3);
    },
  );

  it.each(['20.18.3', '20.9.0'])('tells an old Node %s by number, not by text', (version) =>
    expect(runAs(version, 'dist/not-a-leak.mjs').status).toBe(3),
  );

  it.each(['20.19.0', '22.0.0', '100.1.2'])('runs on Node %s', (version) => {
    const { status, stdout } = runAs(version, 'dist/not-a-leak.mjs');
    expect(stdout).toContain('upload-spool');
    expect(status).toBe(0);
  });

  it.skipIf(lacks('Linux', process.platform === 'linux'))(
    'says so where a process may have too few files open',
    () => {
      const argv = ['-c', 'ulimit -n 64 && exec "$0" dist/not-a-leak.mjs list', process.execPath];
      const { status, stderr } = spawnSync('sh', argv, { cwd: root, encoding: 'utf8' });
      expect(stderr).toMatch(
        /^not-a-leak takes 128 open files; this process may have 64\.\n {2}Raise the limit: /,
      );
      expect(status).toBe(3);
    },
  );

  it('is the one that npm runs', () => expect(manifest.scripts.repro).toBe('exec node dist/not-a-leak.mjs'));
});
