import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { afterAll, expect, it } from 'vitest';
import { cli, leftovers, resultIn, root, temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
/** Mounted over for the app alone. */
const uploads = temporaryFolder();
afterAll(folder.remove);
afterAll(uploads.remove);

/** A single processor has the load and the app on it. */
const pace = availableParallelism() === 1 ? ['--stretch', '3'] : [];

it.skipIf(lacksRoot())(
  'what init writes for a command runs as it is: killed by its files in memory, and saved by a disk',
  async () => {
    const out = join(folder.path, 'memory');
    const load = ['--method', 'PUT', '--path', '/{n}', '--rate', '150/s', '--body', '256Ki', '--for', '9s'];
    const volume = ['--memory', '128Mi', '--scratch', `memory:${uploads.path}`];
    const app = ['node', 'test/fixtures/own-apps/uploader.mjs', '{port}', uploads.path];
    const made = await cli(['init', '--out', out, ...volume, ...load, '--', ...app], { cwd: root });
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(made.stdout).not.toContain('To edit');

    const results = join(folder.path, 'results');
    mkdirSync(results);
    const run = await cli(['run', out, '--on', 'cgroup', '--load', 'builtin', ...pace, '--out', results]);
    const result = resultIn(results);
    const arms = Object.fromEntries(result.scenarios[0]?.arms.map((arm) => [arm.name, arm.outcome]) ?? []);
    expect(arms).toEqual({
      baseline: 'oom-killed',
      'on-disk': 'survived',
      'size-limit': 'disk-full',
      headroom: 'oom-killed',
      'half-load': 'oom-killed',
    });
    expect(result.scenarios[0]?.arms[0]?.cause).toBe('tmpfs');
    expect(run).toMatchObject({ exitCode: 0 });
    expect(result.verdict).toBe('REPRODUCED');
    expect(leftovers()).toEqual([]);
  },
);
