import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseLoad } from '../../harness/run/choose-load.ts';
import type { RunOptions } from '../../harness/run/options.ts';
import type { Scenario } from '../../harness/scenario/types.ts';
import { cli, temporaryFolder } from '../cli.ts';
import { fakeK6 } from '../load/k6/fake.ts';
import { readScenario } from '../../harness/scenario/read.ts';
import { writeScenario } from '../scenario-file.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const k6 = fakeK6(folder.path, 'k6', '');

function choose(
  K6_BIN: string,
  options: Pick<RunOptions, 'on' | 'load'>,
  scenarios: Scenario[] = [],
  processors = 2,
) {
  const caller = {
    cwd: folder.path,
    env: { PATH: process.env['PATH'], K6_BIN },
    signal: new AbortController().signal,
  };
  return chooseLoad(caller, scenarios, options, processors);
}

/** A scenario with a k6 script beside it, which its load names, or which is taken by itself. */
function withScript(name: string, script: string, named: boolean): Scenario {
  const path = writeScenario(folder.path, name, {
    app: { command: ['true'] },
    scratch: { medium: 'none' },
    load: { rate: '1/s', for: '1s', ...(named ? { script } : {}) },
  });
  writeFileSync(join(path, script), '');
  return readScenario(join(path, 'scenario.yaml'), `${name}/scenario.yaml`);
}

describe('chooseLoad', () => {
  it('takes k6 where it answers, and says its version', async () => {
    const { name, notes } = await choose(k6, {});
    expect({ name, notes }).toEqual({ name: 'k6', notes: ['load: k6 1.8.1, which answers here'] });
  });

  it('takes the builtin load where there is no k6, and says why', async () => {
    const { name, notes } = await choose('/nowhere/k6', { load: 'auto' });
    expect(name).toBe('builtin');
    expect(notes).toEqual(['load: builtin, no k6: The program "/nowhere/k6" is not there.']);
  });

  it('leaves a single processor to the app, unless k6 is asked for', async () => {
    expect((await choose(k6, {}, [], 1)).name).toBe('builtin');
    expect((await choose(k6, { load: 'k6' }, [], 1)).name).toBe('k6');
  });

  it('does not ask for k6 where the builtin load is asked for', async () => {
    expect(await choose('/nowhere/k6', { load: 'builtin' })).toMatchObject({ name: 'builtin' });
  });

  it('refuses where k6 is asked for and not there', async () => {
    await expect(choose('/nowhere/k6', { load: 'k6' })).rejects.toMatchObject({ exitCode: 3 });
  });

  it('needs neither on the scripted platform, which brings its own', async () => {
    expect(await choose('/nowhere/k6', { on: 'scripted' })).toMatchObject({ name: 'scripted', notes: [] });
  });

  it("says so where k6 runs a scenario's own script, and where the builtin load can't", async () => {
    const own = withScript('own', 'load.ts', false);
    const script = join(folder.path, 'own/load.ts');
    expect((await choose(k6, {}, [own])).notes[1]).toBe(`load of own: its own script ${script}`);
    const { notes } = await choose(k6, { load: 'builtin' }, [own]);
    expect(notes[1]).toBe(`load of own: plain, as only k6 runs ${script}`);
  });

  it('takes k6 for a script that the scenario names, even with a single processor', async () => {
    const named = withScript('named', 'shop.js', true);
    const { name, notes } = await choose(k6, {}, [named], 1);
    expect(name).toBe('k6');
    expect(notes[1]).toBe(`load of named: its own script ${join(folder.path, 'named/shop.js')}`);
  });

  it('refuses a script that the scenario names where k6 is missing or must not be taken, and says where', async () => {
    const named = withScript('alone', 'shop.js', true);
    for (const [program, load] of [
      ['/nowhere/k6', 'auto'],
      [k6, 'builtin'],
    ] as const) {
      await expect(choose(program, { load }, [named])).rejects.toMatchObject({
        exitCode: 3,
        message: expect.stringMatching(
          /^alone\/scenario\.yaml:\d+:\d+: load\.script: only k6 runs a script/,
        ) as string,
      });
    }
  });
});

describe('run --load k6 without k6', () => {
  it('exits 3 with what to do, before anything is made', async () => {
    const out = join(folder.path, 'out');
    const run = await cli(['run', 'upload-spool', '--load', 'k6', '--out', out], {
      env: { K6_BIN: '/nowhere/k6' },
    });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('The program "/nowhere/k6" is not there.');
    expect(run.stderr).toContain('--load builtin');
    expect(run.stdout).toBe('');
    expect(existsSync(out)).toBe(false);
  });
});
