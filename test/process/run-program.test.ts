import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram, tryProgram } from '../../harness/process/run-program.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const sh = (script: string, ...args: string[]) =>
  ['sh', '-c', script, 'sh', ...args] as [string, ...string[]];

/** A script that starts a program which goes on, and writes down its process. */
const forks = (name: string) => sh('sleep 300 & echo $! > "$1"; wait', join(folder.path, name));

async function started(name: string): Promise<number> {
  const read = () => {
    try {
      return Number(readFileSync(join(folder.path, name), 'utf8'));
    } catch {
      return 0;
    }
  };
  while (read() === 0) await sleep(5);
  return read();
}

async function untilGone(pid: number): Promise<void> {
  try {
    for (;;) {
      process.kill(pid, 0);
      await sleep(5);
    }
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}

describe('tryProgram', () => {
  it('gives what a program wrote and its exit code, whatever that is', async () => {
    const ran = await tryProgram(sh('cat; echo no >&2; exit 3'), { input: 'yes' });
    expect(ran).toMatchObject({ exitCode: 3, stdout: 'yes', stderr: 'no', broken: null });
  });

  it('gives the command as it can be pasted into a shell', async () => {
    const { command } = await tryProgram(['echo', "it's", '$HOME']);
    expect(await tryProgram(sh(command))).toMatchObject({ stdout: "it's $HOME" });
  });

  it('gives the program this environment and no more', async () => {
    const env = { PATH: process.env['PATH'], ONLY: 'this', UNSET: undefined };
    const { stdout } = await tryProgram(['env'], { env });
    expect(stdout.split('\n').toSorted()).toEqual(['ONLY=this', `PATH=${process.env['PATH']}`]);
  });

  it('says that a program is missing', async () => {
    expect(await tryProgram(['/nowhere/program'])).toMatchObject({ exitCode: null, broken: 'ENOENT' });
  });

  it('kills a program that does not end in time, with what it started', async () => {
    const running = tryProgram(forks('timeout'), { timeoutMs: 1000 });
    const pid = await started('timeout');
    expect(await running).toMatchObject({ exitCode: null, broken: 'timeout' });
    await untilGone(pid);
  });

  it('kills a program at an abort, with what it started, and throws the reason', async () => {
    const abort = new AbortController();
    const running = tryProgram(forks('abort'), { signal: abort.signal });
    const pid = await started('abort');
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await untilGone(pid);
  });

  it('starts nothing where it was aborted before', async () => {
    const signal = AbortSignal.abort(new Error('before'));
    await expect(tryProgram(['/nowhere/program'], { signal })).rejects.toThrow('before');
  });
});

describe('runProgram', () => {
  it('gives what a program wrote to stdout', async () => {
    expect(await runProgram(['echo', 'said'])).toBe('said');
  });

  it.each([
    [sh('echo why >&2; echo what; exit 2'), 'ended with exit code 2', 'why\nwhat'],
    [sh('kill -9 $$'), 'was killed', ''],
    [['/nowhere/program'] as [string], 'could not be started (ENOENT)', ''],
    [['sleep', '300'] as [string, string], 'did not end within 0.05 s', ''],
  ])('throws a Failure of the infrastructure for %j', async (argv, end, hint) => {
    await expect(runProgram(argv, { timeoutMs: argv[0] === 'sleep' ? 50 : 60_000 })).rejects.toMatchObject({
      kind: 'infrastructure',
      message: expect.stringContaining(end),
      hint,
    });
  });
});
