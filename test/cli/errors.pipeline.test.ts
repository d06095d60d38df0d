import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('a wrong command line', () => {
  it.each([
    [['run', 'no-such-scenario'], 'There is no scenario "no-such-scenario"'],
    [['run', '--arm', 'nobody'], 'There is no arm "nobody"'],
    [['run', '--on', 'mainframe'], 'Allowed choices are'],
    [['run', '--repeat', '0'], 'whole number from 1'],
    [['run', '--no-such-flag'], 'unknown option'],
    [['validate', 'nowhere/scenario.yaml'], "nowhere/scenario.yaml:1:1: can't be read"],
    [['report', 'nowhere'], 'There is no recording'],
  ])('%j exits 2 and says "%s", without a stack trace', async (args, message) => {
    const run = await cli(args);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toContain('    at ');
    expect(run.stdout).toBe('');
  });

  it('lists all problems of a scenario file at once, each with its place', async () => {
    mkdirSync(join(folder.path, 'bad'));
    const file = join(folder.path, 'bad', 'scenario.yaml');
    writeFileSync(
      file,
      `title: Bad
story: All wrong.
app: { mode: spool, retension: 3s }
memory: 128 megs
scratch: { medium: memory }
load: { rate: 200, body: 256Ki, for: 5s }
arms:
  fix: { change: { memory: 1x }, expect: { outcome: survived } }
`,
    );
    const run = await cli(['validate', file]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(`${file}:3:21: unknown key "retension" in app`);
    expect(run.stderr).toContain(`${file}:4:9: memory: must be a size`);
    expect(run.stderr).toContain(`${file}:6:15: load.rate: must be a rate`);
    expect(run.stderr).toMatch(/scenario\.yaml:8:\d+: arms\.fix\.change\.memory/);
  });

  it('shows what would run with --dry-run and makes nothing', async () => {
    const run = await cli(['run', 'upload-spool', '--dry-run', '--json', '--arm', 'headroom']);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      scenarios: [{ arms: [{ setup: { memory: 240 * 2 ** 20 } }] }],
    });
  });
});
