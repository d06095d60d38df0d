import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, resultIn, temporaryFolder } from '../cli.ts';
import { daemonAnswers } from '../platforms/docker/daemon-here.ts';
import { lacks } from '../skip.ts';
import { buildExample, exampleFolder, lacksImages } from './images.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Packages are fetched and installed. */
const makingMs = 600_000;

async function outcomesOf(name: string) {
  const out = join(folder.path, name);
  const args = ['run', exampleFolder(name), '--on', 'docker', '--load', 'builtin', '--out', out];
  const { exitCode, stdout, stderr } = await cli(args);
  expect(exitCode, stdout + stderr).toBe(0);
  return (resultIn(out).scenarios[0]?.arms ?? []).map(({ outcome, cause }) => [outcome, cause]);
}

const isSkipped = lacksImages(daemonAnswers());
const pgbench = spawnSync('pgbench', ['--version']).status === 0;

describe.skipIf(isSkipped)('the example of nginx', () => {
  it(
    'is killed by bodies in memory, and lives with them on a disk or with room for them',
    async () => {
      buildExample('nginx-spool', {
        image: 'not-a-leak-example-nginx',
        base: 'NGINX',
        packages: ['nginx-light'],
      });
      const [baseline, ...fixes] = await outcomesOf('nginx-spool');
      expect(baseline?.[1]).toBe('tmpfs');
      expect(fixes).toEqual([
        ['survived', null],
        ['survived', null],
      ]);
    },
    makingMs,
  );
});

describe.skipIf(isSkipped || lacks('pgbench', pgbench))('the example of PostgreSQL', () => {
  it(
    'loses a backend to the files of its queries in /dev/shm, and none with less of them, or with room',
    async () => {
      const packages = ['postgresql-15'];
      buildExample('postgres-shm', { image: 'not-a-leak-example-postgres', base: 'POSTGRES', packages });
      expect(await outcomesOf('postgres-shm')).toEqual([
        ['child-oom-killed', 'tmpfs'],
        ['survived', null],
        ['survived', null],
      ]);
    },
    makingMs,
  );
});
