import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Runs a guard, and then again with other usage, against the first. */
async function compared(name: string, before: number, now: object | number) {
  const first = await replay(name, guard({ kills: 0 }), { baseline: using(before) });
  const { directory, script } = writeScenario(name, guard({ kills: 0 }), {
    baseline: typeof now === 'number' ? using(now) : now,
  });
  const out = join(directory, 'out2');
  const args = ['run', directory, '--on', 'scripted', '--out', out, '--against', first.out];
  return { ...(await cliInProcess(args, { env: { REPRO_SCRIPT: script } })), out };
}

describe('a run that is compared with an earlier one', () => {
  it('is green where it uses as much, or less', async () => {
    for (const [name, mebibytes] of [
      ['same', 60],
      ['less', 30],
    ] as const) {
      const run = await compared(name, 60, mebibytes);
      expect(run.exitCode).toBe(0);
      const arm = resultIn(run.out).scenarios[0]?.arms[0];
      expect(arm?.expectations.map(({ name: of, met }) => [of, met])).toEqual([
        ['outcome', true],
        ['kills', true],
        ['unreclaimable-against', true],
        ['growth-against', true],
      ]);
    }
  });

  it('is OVER_BUDGET where it uses a tenth more, and `report` says so again', async () => {
    const run = await compared('tenth', 60, 69); // 25 MiB of its own come on top
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('OVER_BUDGET');
    expect(run.stdout).toMatch(
      /baseline: unreclaimable-against: expected unreclaimable usually at most 90 MiB: 85 MiB in .*tenth\/out of .* UTC, and 6 % of noise; was unreclaimable usually 94 MiB \(\+11 %\): tmpfs 69 MiB/,
    );
    expect((await cliInProcess(['report', run.out])).exitCode).toBe(1);
  });

  it('is OVER_BUDGET where it grows faster', async () => {
    const growing = {
      curve: [moment(-200, {}), moment(0, {}), moment(4000, { shmem: 60 * MiB })],
    };
    const run = await compared('grows', 60, growing);
    expect(run.stdout).toMatch(/growth-against: expected to grow by no more than .*; was 900 MiB a minute/);
  });

  it('is INCONCLUSIVE where the limit was another', async () => {
    const first = await replay('unlike', guard({ kills: 0 }), { baseline: using(60) });
    const file = join(first.out, 'result.json');
    const earlier = resultIn(first.out);
    for (const arm of earlier.scenarios[0]?.arms ?? []) arm.limitBytes *= 2;
    writeFileSync(file, JSON.stringify(earlier));
    const again = await replay('unlike', guard({ kills: 0 }), { baseline: using(69) }, ['--against', file]);
    expect(again.exitCode).toBe(5);
    expect(again.stdout).toContain('not comparable: its limit was 256 MiB, and is 128 MiB');
  });

  it.each([
    ['nothing', '', 'is empty'],
    ['no JSON', '{', 'is not JSON'],
    ['another JSON', '{}', 'is not the result of a run'],
    ['null', 'null', 'is not the result of a run'],
    ['other arms', { name: 'other' }, 'has none of these arms; it has other/baseline'],
  ])('is refused before anything runs where that holds %s', async (what, content, why) => {
    const first = await replay('broken', guard({}), { baseline: using(60) });
    const file = join(first.out, `${what}.json`);
    const earlier = resultIn(first.out);
    Object.assign(earlier.scenarios[0] as object, typeof content === 'string' ? {} : content);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(earlier));
    const args = ['--against', file, '--dry-run'];
    const run = await replay('broken', guard({}), { baseline: using(60) }, args);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(`--against ${file}: ${why}`);
  });

  it('is refused where there is no such file, or the one before said nothing of what was used', async () => {
    const run = await replay('no-file', guard({}), { baseline: using(60) }, ['--against', '/nowhere.json']);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain("--against /nowhere.json: can't be read");
    const untried = await replay('said-nothing', guard({}), { baseline: using(60, { answered: 0.5 }) });
    const again = await replay('said-nothing', guard({}), { baseline: using(60) }, [
      '--against',
      untried.out,
    ]);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('says nothing of what these arms used: the load was not delivered');
  });
});
