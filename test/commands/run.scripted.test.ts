import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, resultIn, temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const MiB = 2 ** 20;
const base = { app: { mode: 'spool', retention: '3s' }, memory: '128Mi', scratch: { medium: 'memory' } };
const load = { rate: '200/s', body: '256Ki', for: '4s' };

/** Writes a scenario of a baseline (and perhaps a fix) with what its arms do, and runs it. */
async function replay(
  name: string,
  arms: Record<string, unknown>,
  scripts: Record<string, unknown>,
  args: string[] = [],
) {
  const directory = join(folder.path, name);
  mkdirSync(directory, { recursive: true });
  const scenario = { title: name, story: 'A test.', ...base, load, arms };
  writeFileSync(join(directory, 'scenario.yaml'), JSON.stringify(scenario));
  const script = Object.fromEntries(Object.entries(scripts).map(([arm, value]) => [`${name}/${arm}`, value]));
  writeFileSync(join(directory, 'script.json'), JSON.stringify(script));
  const out = join(directory, 'out');
  const env = { REPRO_SCRIPT: join(directory, 'script.json') };
  const result = await cli(['run', directory, '--on', 'scripted', '--out', out, ...args], { env });
  return { ...result, out };
}

const moment = (atMs: number, values: Record<string, number>) => ({
  atMs,
  anon: 25 * MiB,
  heapUsed: 6 * MiB,
  ...values,
});
const killedByTmpfs = {
  curve: [moment(-200, {}), moment(0, {}), moment(2000, { shmem: 103 * MiB })],
  kills: [2000],
};
const plateau = {
  curve: [
    moment(-200, {}),
    moment(0, {}),
    moment(1000, { shmem: 50 * MiB }),
    moment(4000, { shmem: 50 * MiB }),
  ],
};
const expectKill = { expect: { outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' } };
const expectFix = { change: { app: { retention: '1s' } }, expect: { outcome: 'survived', heap: 'flat' } };

describe('a run on a scripted memory curve', () => {
  it('says REPRODUCED and exits 0 when the baseline is killed by tmpfs and the fix holds', async () => {
    const run = await replay(
      'good',
      { baseline: expectKill, fix: expectFix },
      { baseline: killedByTmpfs, fix: plateau },
    );
    expect(run.stderr).not.toContain('bug');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('REPRODUCED');
    const [baseline, fix] = resultIn(run.out).scenarios[0]?.arms ?? [];
    expect(baseline).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat', oomKills: 1 });
    expect(baseline?.killedAfterMs).toBeCloseTo(2000, 0);
    expect(fix).toMatchObject({ outcome: 'survived', cause: null });
  });

  it('says NOT_REPRODUCED and exits 1 when the baseline lives', async () => {
    const run = await replay('alive', { baseline: expectKill }, { baseline: plateau });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('NOT_REPRODUCED');
  });

  it('says WRONG_CAUSE when a growing heap filled the limit', async () => {
    const curve = [moment(-200, {}), moment(0, {}), moment(2000, { anon: 125 * MiB, heapUsed: 110 * MiB })];
    const run = await replay('heap', { baseline: expectKill }, { baseline: { curve, kills: [2000] } });
    expect(run.exitCode).toBe(1);
    expect(resultIn(run.out)).toMatchObject({ verdict: 'WRONG_CAUSE' });
    expect(resultIn(run.out).scenarios[0]?.arms[0]).toMatchObject({ cause: 'heap', heap: 'growing' });
  });

  it('says FIX_FAILED when the fix is killed too', async () => {
    const run = await replay(
      'unfixed',
      { baseline: expectKill, fix: expectFix },
      { baseline: killedByTmpfs, fix: killedByTmpfs },
    );
    expect(run.exitCode).toBe(1);
    expect(resultIn(run.out).verdict).toBe('FIX_FAILED');
  });

  it('never calls a SIGKILL that the cgroup did not count an OOM kill', async () => {
    const script = { ...killedByTmpfs, killedFromOutside: true };
    const run = await replay('outside', { baseline: expectKill }, { baseline: script });
    expect(run.exitCode).toBe(1);
    expect(resultIn(run.out).scenarios[0]?.arms[0]).toMatchObject({
      outcome: 'exited',
      cause: null,
      oomKills: 0,
    });
  });

  it('is INCONCLUSIVE, and not survived, when the load of the fix was not delivered', async () => {
    const scripts = { baseline: killedByTmpfs, fix: { ...plateau, answered: 0.5 } };
    const run = await replay('undelivered', { baseline: expectKill, fix: expectFix }, scripts);
    expect(run.exitCode).toBe(5);
    expect(resultIn(run.out).verdict).toBe('INCONCLUSIVE');
    expect(resultIn(run.out).scenarios[0]?.arms[1]?.reason).toContain('load was not delivered');
  });

  it('is INCONCLUSIVE when an arm was to sit at its limit and never reached it', async () => {
    const fix = { change: {}, expect: { outcome: 'survived', cache: 'at-limit' } };
    const run = await replay(
      'unreached',
      { baseline: expectKill, fix },
      { baseline: killedByTmpfs, fix: plateau },
    );
    expect(run.exitCode).toBe(5);
    expect(resultIn(run.out).scenarios[0]?.arms[1]?.reason).toContain('never reached');
  });

  it('is INCONCLUSIVE when the sampler paused', async () => {
    const script = { ...killedByTmpfs, samplerGapMs: 5000 };
    const run = await replay('paused', { baseline: expectKill }, { baseline: script });
    expect(run.exitCode).toBe(5);
    expect(run.stdout).toContain('sampler paused');
  });

  it('prints exactly one JSON document on stdout with --json', async () => {
    const run = await replay('json', { baseline: expectKill }, { baseline: killedByTmpfs }, ['--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ schemaVersion: 1, verdict: 'REPRODUCED', exitCode: 0 });
  });

  it('judges a recording again with the same result', async () => {
    const run = await replay('again', { baseline: expectKill }, { baseline: killedByTmpfs });
    const first = resultIn(run.out);
    const again = await cli(['report', run.out]);
    expect(again.exitCode).toBe(0);
    expect(resultIn(run.out)).toEqual(first);
  });

  it('counts n of n over repeats and keeps a recording of each', async () => {
    const run = await replay('thrice', { baseline: expectKill }, { baseline: killedByTmpfs }, [
      '--repeat',
      '3',
    ]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('3 of 3 REPRODUCED');
    expect(resultIn(join(run.out, '3')).verdict).toBe('REPRODUCED');
  });

  it('gives no verdict on the pattern where the baseline was not run', async () => {
    const scripts = { baseline: killedByTmpfs, fix: plateau };
    const run = await replay('only', { baseline: expectKill, fix: expectFix }, scripts, ['--arm', 'fix']);
    expect(run.exitCode).toBe(0);
    expect(resultIn(run.out).verdict).toBeNull();
  });
});
