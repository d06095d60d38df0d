import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { ownProcesses, root, temporaryFolder } from '../cli.ts';
import { Step } from './step.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** As GitHub fetches an action: what git has, and nothing that is made of it. */
const checkout = join(folder.path, 'not-a-leak');
const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
for (const file of stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name))))
  cpSync(join(root, file), join(checkout, file));

const listing = () => new Step({ command: 'list' }, { checkout, env: { NODE_ENV: 'production' } });

describe('the action in a fresh checkout', () => {
  it('ends what installs where the job is cancelled meanwhile, and has nothing to clean up', async () => {
    const step = listing();
    const main = step.main();
    while (ownProcesses('npm ci').length === 0 && main.process.exitCode === null) await sleep(10);
    main.process.kill('SIGINT');
    const { exitCode, log } = await main.ended;
    expect(exitCode, log).toBe(130);
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
    for (let tries = 0; tries < 100 && ownProcesses('').length > 0; tries++) await sleep(100);
    expect(ownProcesses('')).toEqual([]);
  });

  it('installs and builds the tool, also for jobs in production, and then runs it', async () => {
    const step = listing();
    const { exitCode, log } = await step.main().ended;
    expect(exitCode, log).toBe(0);
    expect(log).toMatch(/^::group::.*\ninstalling [^]*building [^]*\n::endgroup::\n[^]*upload-spool/m);
  }, 300_000);

  it('uses what is built already in a later step', async () => {
    const { exitCode, log } = await listing().main().ended;
    expect(exitCode, log).toBe(0);
    expect(log).toMatch(/^::group::.*\n::endgroup::\n/);
  });
});
