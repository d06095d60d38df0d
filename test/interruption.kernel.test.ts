import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { partialName } from '../harness/recording/write.ts';
import { cli, leftovers, ownPlaces, ownProcesses, resultIn, temporaryFolder } from './cli.ts';
import { expectKill, killedByTmpfs, replay } from './cli/scripted.ts';
import { lacksRoot } from './skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const args = (out: string) => ['run', '--on', 'cgroup', 'upload-spool', '--out', join(folder.path, out)];

/** Does it once, when the load goes on. */
function onceLoaded(act: (kill: (signal: NodeJS.Signals) => void) => void) {
  let done = false;
  return (text: string, kill: (signal: NodeJS.Signals) => void) => {
    if (done || !text.includes('the load begins')) return;
    done = true;
    setTimeout(() => act(kill), 700);
  };
}

/** Waits until nothing is left, 15 s at most. */
async function leftAfterAWhile(): Promise<string[]> {
  for (let tries = 0; tries < 150 && leftovers().length > 0; tries++) await sleep(100);
  return leftovers();
}

describe.skipIf(lacksRoot())('an interrupted run', () => {
  afterEach(async () => expect(await leftAfterAWhile()).toEqual([]));

  it('takes a Ctrl-C that comes twice at once, as under npm, for one', async () => {
    const run = await cli(args('twice'), {
      onStderr: onceLoaded((kill) => {
        kill('SIGINT');
        setTimeout(() => kill('SIGINT'), 50);
      }),
    });
    expect(run.exitCode).toBe(130);
    expect(run.stderr).not.toContain('Ended at once');
    expect(resultIn(join(folder.path, 'twice'))).toMatchObject({ interrupted: 'SIGINT', verdict: null });
    expect(leftovers()).toEqual([]);
  });

  it('ends at once at a second signal a second later, and says what is left and how to remove it', async () => {
    const run = await cli(args('insist'), {
      env: { NOT_A_LEAK_PATIENCE: '0.1' }, // nothing comes of the janitor's waiting for that supervisor
      onStderr: onceLoaded((kill) => {
        // A supervisor that does not answer holds up the undoing.
        for (const pid of ownProcesses('supervisor.mjs')) process.kill(pid, 'SIGSTOP');
        kill('SIGINT');
        setTimeout(() => kill('SIGINT'), 1300);
      }),
    });
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toMatch(/Ended at once. Not yet undone:\n( {2}.*\n)* {2}cgroup +\/sys\/fs\/cgroup/);
    expect(run.stderr).toContain('not-a-leak clean');
  });

  it('takes the end of its terminal for SIGTERM', async () => {
    const run = await cli(args('hangup'), { onStderr: onceLoaded((kill) => kill('SIGHUP')) });
    expect(run.exitCode).toBe(143);
    expect(resultIn(join(folder.path, 'hangup'))).toMatchObject({ interrupted: 'SIGTERM' });
    expect(leftovers()).toEqual([]);
  });

  it('takes the end of its parent for SIGTERM', async () => {
    const begun = join(folder.path, 'orphan', partialName);
    const command = `"$@" & until [ -e ${begun} ]; do sleep 0.1; done; sleep 1`;
    const parent = spawn(
      'sh',
      ['-c', command, 'sh', process.execPath, 'dist/not-a-leak.mjs', ...args('orphan')],
      {
        stdio: 'ignore',
        env: { ...process.env, ...ownPlaces },
      },
    );
    await new Promise((resolve) => parent.once('exit', resolve));
    for (let tries = 0; tries < 100 && ownProcesses('dist/not-a-leak.mjs').length > 0; tries++)
      await sleep(100);
    expect(resultIn(join(folder.path, 'orphan'))).toMatchObject({ interrupted: 'SIGTERM', exitCode: 143 });
  });

  it('leaves no process behind where it is killed with its janitor and its supervisors', async () => {
    await cli(args('massacre'), {
      onStderr: onceLoaded((kill) => {
        for (const word of ['janitor.mjs', 'supervisor.mjs'])
          for (const pid of ownProcesses(word)) process.kill(pid, 'SIGKILL');
        kill('SIGKILL');
      }),
    });
    for (let tries = 0; tries < 100 && ownProcesses('').length > 0; tries++) await sleep(100);
    expect(ownProcesses('')).toEqual([]);
    const next = await replay('next', { baseline: expectKill }, { baseline: killedByTmpfs });
    expect(next.stderr).toMatch(/has left \d+ things behind; to remove them: not-a-leak clean/);
    const cleaned = await cli(['clean']);
    expect(cleaned).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('removed') });
    expect(leftovers()).toEqual([]);
  });
});
