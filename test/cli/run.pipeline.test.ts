import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultIn } from '../cli.ts';
import { cliInProcess } from '../in-process.ts';
import { expectFix, expectKill, killedByTmpfs, MiB, moment, plateau, replay } from './scripted.ts';

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

  it('measures an arm once more, alone, where another ran beside it and it does not tell, and says so', async () => {
    const scripts = { baseline: killedByTmpfs, fix: [{ ...plateau, answered: 0.5 }, plateau] };
    const run = await replay('retried', { baseline: expectKill, fix: expectFix }, scripts, ['--jobs', '2']);
    expect(run.exitCode).toBe(0);
    const [baseline, fix] = resultIn(run.out).scenarios[0]?.arms ?? [];
    expect(baseline?.retriedFor).toBeNull();
    expect(fix?.retriedFor).toContain('load was not delivered');
    expect(fix).toMatchObject({ outcome: 'survived', load: { delivered: 1 } });
    expect(run.stderr).toContain('retried/fix: once more, alone: the load was not delivered');
    expect(run.stdout.replace(/\s+/g, ' ')).toContain('measured again, alone; not known at first: the load');
    const again = await cliInProcess(['report', run.out]);
    expect(again.exitCode).toBe(0);
  });

  it.each([
    ['that was alone already', { answered: 0.5 }, '1', 'load was not delivered'],
    ['whose sampler was paused', { samplerGapMs: 5000 }, '2', 'sampler paused'],
  ])('does not measure an arm again %s', async (_why, trouble, jobs, reason) => {
    const scripts = { baseline: killedByTmpfs, fix: [{ ...plateau, ...trouble }, plateau] };
    const arms = { baseline: expectKill, fix: expectFix };
    const run = await replay(`once-${jobs}`, arms, scripts, ['--jobs', jobs]);
    expect(run.exitCode).toBe(5);
    const [, fix] = resultIn(run.out).scenarios[0]?.arms ?? [];
    expect(fix?.reason).toContain(reason);
    expect(run.stderr).not.toContain('once more');
  });

  it('does not measure again what is refuted, nor what another arm leaves open', async () => {
    const later = { ...expectKill.expect, 'later-than': 'baseline' };
    const arms = { baseline: expectKill, fix: { ...expectFix, expect: later } };
    const scripts = { baseline: [plateau, killedByTmpfs], fix: [killedByTmpfs, plateau] };
    const run = await replay('refuted', arms, scripts, ['--jobs', '2']);
    expect(resultIn(run.out).verdict).toBe('NOT_REPRODUCED');
    expect(run.stderr).not.toContain('once more');
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
    const again = await cliInProcess(['report', run.out]);
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

  it('passes over an arm that can not run here, names it with its reason, and exits by the others', async () => {
    const scripts = { baseline: killedByTmpfs, fix: { ...plateau, skipped: 'no such disk here' } };
    const run = await replay('skipped-fix', { baseline: expectKill, fix: expectFix }, scripts);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('no such disk here');
    expect(run.stdout).toContain('Skipped, and not counted: skipped-fix/fix');
    const fix = resultIn(run.out).scenarios[0]?.arms[1];
    expect(fix).toMatchObject({ outcome: 'skipped', reason: 'no such disk here', expectations: [] });
  });

  it('does not let a skip hide an arm that failed', async () => {
    const scripts = { baseline: plateau, fix: { ...plateau, skipped: 'no such disk here' } };
    const run = await replay('skipped-beside', { baseline: expectKill, fix: expectFix }, scripts);
    expect(run.exitCode).toBe(1);
    expect(resultIn(run.out).verdict).toBe('NOT_REPRODUCED');
  });

  it('says SKIPPED and exits 3, and never 0, where nothing can run', async () => {
    const script = { ...killedByTmpfs, skipped: 'no such disk here' };
    const run = await replay('all-skipped', { baseline: expectKill }, { baseline: script });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain('SKIPPED');
    expect(resultIn(run.out)).toMatchObject({ verdict: 'SKIPPED', exitCode: 3 });
    expect((await cliInProcess(['report', run.out])).exitCode).toBe(3);
  });

  it('gives no verdict on a pattern whose baseline was skipped', async () => {
    const scripts = { baseline: { ...killedByTmpfs, skipped: 'not here' }, fix: plateau };
    const run = await replay('skipped-baseline', { baseline: expectKill, fix: expectFix }, scripts);
    expect(resultIn(run.out).verdict).toBeNull();
  });

  it('tells which metric warned, in one table', async () => {
    const run = await replay('warned', { baseline: expectKill }, { baseline: killedByTmpfs });
    expect(run.stdout).toContain('Which metric warned');
    const rows = resultIn(run.out).metrics?.rows ?? [];
    const share = (name: string) => rows.find(({ metric }) => metric === name)?.kills[0]?.share ?? Number.NaN;
    expect(share('unreclaimable')).toBeCloseTo(1, 1);
    expect(share('heap')).toBeCloseTo(6 / 128, 2);
  });

  it('tells what the pod still held after a death', async () => {
    const run = await replay('residue', { baseline: expectKill }, { baseline: killedByTmpfs });
    expect(run.stdout).toContain('the pod still held 103 MiB after it');
  });

  it('takes any of several outcomes that are expected', async () => {
    const either = { expect: { outcome: ['stalled', 'oom-killed'] } };
    const run = await replay('either', { baseline: either }, { baseline: killedByTmpfs });
    expect(run.exitCode).toBe(0);
  });

  it('calls an app stalled that answers nothing more at its limit', async () => {
    const full = { shmem: 20 * MiB, dirty: 80 * MiB };
    const curve = [moment(-200, {}), moment(0, full), moment(4000, { ...full, limitEvents: 5000 })];
    const stall = { expect: { outcome: 'stalled', cause: 'dirty-cache' } };
    const run = await replay('stalls', { baseline: stall }, { baseline: { curve, answered: 0.02 } });
    expect(run.stdout).toContain('stalled');
    expect(run.exitCode).toBe(0);
  });

  it('gives no verdict on the pattern where the baseline was not run', async () => {
    const scripts = { baseline: killedByTmpfs, fix: plateau };
    const run = await replay('only', { baseline: expectKill, fix: expectFix }, scripts, ['--arm', 'fix']);
    expect(run.exitCode).toBe(0);
    expect(resultIn(run.out).verdict).toBeNull();
  });
});
