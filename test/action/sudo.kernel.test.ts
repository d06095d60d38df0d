import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../cli.ts';
import { lacksOwners } from '../skip.ts';
import { killAll, leftBehind, startWork } from './at-work.ts';
import { Step } from './step.ts';

const uid = 1234;
const rights = '+setuid,+setgid';
const user = [
  `--reuid=${uid}`,
  `--regid=${uid}`,
  '--clear-groups',
  `--inh-caps=${rights}`,
  `--ambient-caps=${rights}`,
];

/** A step that runs an arm on cgroups, of a user who owns the workspace and may call sudo, as that of GitHub's runners. */
function stepOfUser(args: string, sudo: string): Step {
  const PATH = `${sudo}:${process.env['PATH']}`;
  return new Step({ platform: 'cgroup', args }, { uid, before: ['setpriv', ...user], env: { PATH } });
}

const run = 'upload-spool --arm baseline';
const sudo = join(root, 'test/fixtures/sudo');
const owners = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => lstatSync(join(folder, name)).uid);

describe.skipIf(lacksOwners())('a step of a user who is not root', () => {
  afterEach(() => expect(leftBehind()).toEqual([]));

  it('runs as root by sudo, and what that makes in the workspace is the user’s', async () => {
    const step = stepOfUser(run, sudo);
    const { exitCode, log } = await step.main().ended;
    expect(exitCode, log).toBe(0);
    expect(step.outputs()).toMatchObject({ verdict: 'REPRODUCED', cause: 'tmpfs' });
    expect(step.summary()).toContain('## REPRODUCED on cgroup');
    expect(new Set(owners(step.workspace))).toEqual(new Set([uid]));
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
  });

  it('undoes as root what it made as root, where the job is cancelled', async () => {
    const step = stepOfUser(run, sudo);
    const main = await startWork(step);
    main.process.kill('SIGINT');
    expect(await main.ended).toMatchObject({ exitCode: 143 });
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
  });

  it('undoes it as well where the process of the step, which can’t end root’s, was killed', async () => {
    const step = stepOfUser(run, sudo);
    const main = await startWork(step);
    main.process.kill('SIGKILL');
    await main.ended;
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
  });

  it('cleans up as root, where all was killed', async () => {
    const step = stepOfUser(run, sudo);
    const main = await startWork(step);
    killAll();
    await main.ended;
    const { exitCode, log } = await step.post();
    expect(exitCode, log).toBe(0);
    expect(log).toMatch(/^ {2}removed +cgroup/m);
  });

  it('runs a command under a limit, in the job’s environment, and puts the answer into the summary', async () => {
    const args = `--memory 64Mi --pass-exit-code -- sh -c 'echo "$GREETING"; exit 7'`;
    const env = { GREETING: 'two words', PATH: `${sudo}:${process.env['PATH']}` };
    const step = new Step({ command: 'exec', args }, { uid, before: ['setpriv', ...user], env });
    const { exitCode, log } = await step.main().ended;
    expect(exitCode, log).toBe(7);
    expect(log).toMatch(/^two words$/m);
    expect(log).toMatch(/^::error title=exited::The command failed: .* exit code 7/m);
    expect(step.outputs()).toMatchObject({ verdict: 'exited', 'exit-code': '7' });
    expect(step.summary()).toContain('ended by itself');
  });

  it('runs as that user where sudo is not to be had, and says so, and what it lacks', async () => {
    const { exitCode, log } = await stepOfUser(run, '/nowhere').main().ended;
    expect(exitCode).toBe(3);
    expect(log).toContain('Not as root: sudo is not here, or wants a password.');
    expect(log).toMatch(/^::error title=not-a-leak::This runner lacks something/m);
  });
});
