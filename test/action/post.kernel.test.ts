import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { thisProcess } from '../../harness/resources/owner.ts';
import { readLedgers } from '../../harness/resources/read.ts';
import { cli, leftovers, ownPlaces } from '../cli.ts';
import { lacksRoot } from '../skip.ts';
import { killAll, leftBehind, startWork } from './at-work.ts';
import { Step } from './step.ts';

const inputs = { platform: 'cgroup', args: 'upload-spool --arm baseline' };

/** Cancels a step as GitHub does: SIGINT, SIGTERM after 7.5 s, SIGKILL 2.5 s later. */
async function cancel(main: ReturnType<Step['main']>) {
  main.process.kill('SIGINT');
  const times = [setTimeout(() => main.process.kill('SIGTERM'), 7500), setTimeout(killAll, 10_000)];
  const ended = await main.ended;
  for (const time of times) clearTimeout(time);
  return ended;
}

/** Makes what a run of another job has left. */
function leftByAnother(): { run: string; folder: string } {
  const run = 'not-a-leak-another';
  const folder = join(ownPlaces.TMPDIR, `${run}.folder`);
  mkdirSync(folder);
  const lines = [
    { owner: { ...thisProcess(), startTicks: 1 }, run, startedAt: new Date().toISOString() },
    { id: 0, entry: { kind: 'folder', name: folder } },
  ];
  const file = join(ownPlaces.REPRO_STATE_DIR, `${run}.ndjson`);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
  return { run, folder };
}

describe.skipIf(lacksRoot())('after a cancelled job', () => {
  afterEach(() => expect(leftBehind()).toEqual([]));

  it('nothing is left, and the reports say what was measured until then', async () => {
    const step = new Step(inputs);
    const { exitCode, log } = await cancel(await startWork(step));
    expect(exitCode, log).toBe(143);
    expect(log).not.toContain('::error');
    const { result, 'exit-code': code } = step.outputs();
    expect([existsSync(result ?? ''), code]).toEqual([true, '143']);
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
  });

  it('nothing is left where the step itself was killed: its run ends in order, and post waits for that', async () => {
    const step = new Step(inputs);
    const main = await startWork(step);
    main.process.kill('SIGKILL');
    expect(await main.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
  });

  it('nothing is left where all of its processes were killed, and post says what it removed', async () => {
    const step = new Step(inputs);
    const main = await startWork(step);
    killAll();
    await main.ended;
    expect(leftovers().filter((one) => one.startsWith('/sys/fs/cgroup'))).not.toEqual([]);
    const { exitCode, log } = await step.post();
    expect(exitCode, log).toBe(0);
    expect(log).toMatch(/^not-a-leak-\w+ .* is over\n( {2}removed .*\n)+$/);
    expect(log).toMatch(/^ {2}removed +cgroup +\/sys\/fs\/cgroup/m);
  });

  it('what another run has left stays', async () => {
    const step = new Step(inputs);
    const main = await startWork(step);
    killAll();
    await main.ended;
    const other = leftByAnother();
    const { log } = await step.post();
    expect(log).toContain('removed');
    expect(log).not.toContain(other.run);
    expect(existsSync(other.folder)).toBe(true);
    expect(readLedgers(ownPlaces).ledgers.map(({ run }) => run)).toEqual([other.run]);
    await cli(['clean', other.run]);
  });
});
