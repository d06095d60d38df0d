import { describe, expect, it } from 'vitest';
import { resultIn } from '../cli.ts';
import { cliInProcess } from '../in-process.ts';
import { expectKill, killedByTmpfs, MiB, moment, replay, writeScenario } from './scripted.ts';

/** An app that keeps so much in memory-backed scratch from the first second of its load on. */
const using = (mebibytes: number, more: object = {}) => ({
  curve: [
    moment(-200, {}),
    moment(0, {}),
    moment(1000, { shmem: mebibytes * MiB }),
    moment(4000, { shmem: mebibytes * MiB }),
  ],
  ...more,
});
const guard = (budget: object) => ({ baseline: { expect: { outcome: 'survived', ...budget } } });

describe('a scenario with budgets', () => {
  it('is green within them, though the app came nowhere near its limit', async () => {
    const budget = {
      kills: 0,
      unreclaimable: '<=96Mi',
      headroom: '>=25%',
      growth: '<=1Mi/min',
      tmpfs: '<=64Mi',
    };
    const run = await replay('within', guard(budget), { baseline: using(50) });
    expect(run.exitCode).toBe(0);
    const arm = resultIn(run.out).scenarios[0]?.arms[0];
    expect(arm?.expectations.map(({ name, met, budget: is }) => [name, met, is])).toEqual([
      ['outcome', true, false],
      ...Object.keys(budget).map((name) => [name, true, true]),
    ]);
  });

  it('is OVER_BUDGET with exit code 1 beyond them, and says where, how much of what, and who', async () => {
    const run = await replay('beyond', guard({ tmpfs: '<=64Mi', anonymous: '<=64Mi' }), {
      baseline: using(102),
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('OVER_BUDGET on scripted  beyond: it used more memory than it may.');
    expect(run.stdout).toMatch(
      /baseline: tmpfs: expected at most 64 MiB; was tmpfs 102 MiB of 64 MiB \(.*beyond\/scenario\.yaml:1:\d+\)/,
    );
    expect(run.stdout).not.toContain('anonymous: expected');
    const again = await cliInProcess(['report', run.out]);
    expect(again.exitCode).toBe(1);
    expect(again.stdout).toContain('was tmpfs 102 MiB of 64 MiB');
  });

  it('is FIX_FAILED where an arm did something else besides, and OVER_BUDGET where only an arm used too much', async () => {
    const fix = { change: { memory: '256Mi' }, expect: { outcome: 'survived', unreclaimable: '<=64Mi' } };
    const arms = { baseline: expectKill, fix };
    const over = await replay('fix-over', arms, { baseline: killedByTmpfs, fix: using(102) });
    expect(over.stdout).toContain('OVER_BUDGET on scripted');
    const killed = await replay('fix-killed', arms, { baseline: killedByTmpfs, fix: killedByTmpfs });
    expect(killed.stdout).toContain('FIX_FAILED on scripted');
  });

  it.each([
    ['the load did not come', { answered: 0.5 }, 'load-not-delivered'],
    ['the sampler paused', { samplerGapMs: 2000 }, 'paused'],
  ])('is INCONCLUSIVE where %s, whatever was used', async (what, more, doubt) => {
    for (const mebibytes of [20, 102]) {
      const name = `untried-${what.replaceAll(' ', '-')}-${mebibytes}`;
      const run = await replay(name, guard({ unreclaimable: '<=64Mi' }), {
        baseline: using(mebibytes, more),
      });
      expect(run.exitCode).toBe(5);
      const arm = resultIn(run.out).scenarios[0]?.arms[0];
      expect(arm?.doubt?.kind).toBe(doubt);
      expect(arm?.expectations.map(({ met, conclusive }) => [met, conclusive])).toEqual([
        [false, false],
        [false, false],
      ]);
    }
  });

  it('is refused with the place of each budget that is wrong', async () => {
    const wrong = {
      kills: 'none',
      unreclaimable: '160Mi',
      headroom: '<=25%',
      growth: '<=1Mi',
      tmpfs: 64,
      heap: '<=x',
      temp: '<=1Mi',
    };
    const { directory } = writeScenario('wrong', guard(wrong), {});
    const run = await cliInProcess(['validate', directory]);
    expect(run.exitCode).toBe(2);
    const lines = run.stderr.split('\n').filter((line) => line.includes('scenario.yaml:1:'));
    expect(lines).toHaveLength(7);
    expect(run.stderr).toContain(
      'must be an upper bound such as "<=64Mi" or "<=25%" (of the limit), not "160Mi"',
    );
    expect(run.stderr).toContain('must be flat, growing, or an upper bound such as "<=64Mi"');
    expect(run.stderr).toContain('unknown key "temp"');
  });

  it('is shown with them by a dry run', async () => {
    const budget = {
      kills: '<=1',
      unreclaimable: '<=96Mi',
      headroom: '>=25%',
      growth: '<=1Mi/min',
      heap: '<=12%',
    };
    const { directory, script } = writeScenario('dry', guard(budget), { baseline: using(50) });
    const args = ['run', directory, '--on', 'scripted', '--dry-run'];
    const { stdout } = await cliInProcess(args, { env: { REPRO_SCRIPT: script } });
    expect(stdout).toContain(
      'expected outcome survived, heap <=12%, kills <=1, unreclaimable <=96 MiB, headroom >=25%, growth <=1 MiB/min',
    );
  });
});
