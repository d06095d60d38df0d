import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ExecFindings } from '../../harness/verdict/exec/types.ts';
import { ownExecLeftovers, ownPlaces, temporaryFolder } from '../cli.ts';
import { lacks, lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const root = join(import.meta.dirname, '../..');
const hasPython = spawnSync('python3', ['--version']).status === 0;

const ctrlC = '\u0003';
const ctrlZ = '\u001A';
const line = (text: string) => `${text}\n`;

const isThere = (out: string) => existsSync(join(out, 'result.json'));

let number = 0;
const newOut = () => join(folder.path, `out-${number++}`);
const toolArgs = (out: string, options: string[] = []) => [
  'dist/not-a-leak.mjs',
  'exec',
  '--memory',
  '64Mi',
  '--out',
  out,
  ...options,
  '--',
];

interface OnTerminal {
  exitCode: number;
  output: string;
}

/** Runs a program on a terminal, and types each key once what it waits for is to be seen. */
async function onTerminal(argv: string[], keys: [string, string][]): Promise<OnTerminal> {
  const told = JSON.stringify({ argv, keys, timeout: 20 });
  const pty = join(import.meta.dirname, '../fixtures/on-terminal.py');
  const env = { ...process.env, ...ownPlaces, TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: undefined };
  const { stdout } = await promisify(execFile)('python3', [pty, told], { cwd: root, env });
  return JSON.parse(stdout) as OnTerminal;
}

/** Runs a command by `exec` on a terminal. */
async function exec(command: string[], keys: [string, string][], options: string[] = []) {
  const out = newOut();
  const run = await onTerminal([process.execPath, ...toolArgs(out, options), ...command], keys);
  return { ...run, out, result: resultIn(out) };
}

function resultIn(out: string): ExecFindings {
  return JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as ExecFindings;
}

const cannot = lacksRoot() || lacks('python3, which makes a terminal', hasPython);

describe.skipIf(cannot)('exec at a terminal', () => {
  afterEach(() => expect(ownExecLeftovers()).toEqual([]));

  it('has the command get Ctrl-C as SIGINT, reports what there is, and exits 130', async () => {
    const { exitCode, output, result } = await exec(['sh', '-c', 'echo up; sleep 50'], [['up', ctrlC]]);
    expect(exitCode, output).toBe(130);
    expect(result).toMatchObject({ interrupted: 'SIGINT', outcome: 'inconclusive', signal: 'SIGINT' });
    expect(result.durationMs).toBeLessThan(1500);
  });

  it('goes on with a command that handles Ctrl-C, each time it is pressed, and exits 0 with it', async () => {
    const { exitCode, output, result } = await exec(
      ['python3', '-i', '-q', '-c', 'print("up")'],
      [
        ['>>> ', ctrlC],
        ['KeyboardInterrupt\\s+>>> ', ctrlC],
        ['KeyboardInterrupt\\s+>>> ', line('print(6*7)')],
        ['42', line('exit()')],
      ],
    );
    expect(exitCode, output).toBe(0);
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, interrupted: null });
  });

  it('ends a command that ignores Ctrl-C in order at the second, with its result', async () => {
    const { exitCode, output, result } = await exec(
      ['sh', '-c', 'trap "" INT; echo up; sleep 1.2; echo still; sleep 50'],
      [
        ['up', ctrlC],
        ['still', ctrlC],
      ],
    );
    expect(exitCode, output).toBe(130);
    expect(result).toMatchObject({ interrupted: 'SIGINT', signal: 'SIGKILL' });
  });

  it('gives the command the terminal: /dev/tty, and job control in a shell', async () => {
    const read = await exec(['sh', '-c', 'echo up; read x </dev/tty; echo "got $x"'], [['up', line('me')]]);
    expect(read.output).toContain('got me');
    const shell = await exec(
      ['bash', '--norc', '-i'],
      [
        ['[#$] ', line('sleep 30')],
        ['sleep 30', ctrlC],
        ['[#$] ', line('sleep 31')],
        ['sleep 31', ctrlZ],
        ['Stopped[\\s\\S]*[#$] ', line('fg')],
        ['sleep 31\\r', ctrlC],
        ['[#$] ', line('exit 3')],
      ],
    );
    expect(shell.output).not.toContain('no job control');
    expect(shell).toMatchObject({ exitCode: 0, result: { outcome: 'exited', exitCode: 3 } });
  });

  it('stops as a whole at Ctrl-Z, and goes on with fg', async () => {
    const out = newOut();
    const command = [process.execPath, ...toolArgs(out), 'sh', '-c', "'echo up; sleep 2; echo woke'"].join(
      ' ',
    );
    const { output } = await onTerminal(
      ['bash', '--norc', '-i'],
      [
        ['[#$] ', line(command)],
        ['up\\r', ctrlZ],
        ['Stopped', line('sleep 2; echo stopped; fg')],
        ['woke[^]*recording', line('exit')],
      ].map(([when = '', what = '']) => [when.replace('[^]', '[\\s\\S]'), what]),
    );
    expect(output).toMatch(/stopped\r[\s\S]*woke/);
    expect(resultIn(out)).toMatchObject({ outcome: 'exited', exitCode: 0 });
  });

  it('leaves the terminal with its echo where a program that turned it off is killed', async () => {
    const kills = 'stty -echo -icanon; echo up; kill -9 $$';
    const after = `${process.execPath} ${toolArgs(newOut()).join(' ')} sh -c '${kills}'; stty -a`;
    const { output } = await onTerminal(['sh', '-c', after], []);
    expect(output).toMatch(/ icanon/);
    expect(output).toMatch(/ echo /);
  });

  it('ends with its terminal, but not with --detach, nor where nohup started it', async () => {
    const command = ['sh', '-c', 'echo ready >&2; sleep 3'];
    const [closed, detached, nohup] = [newOut(), newOut(), newOut()];
    const hangUp: [string, string][] = [['ready', 'hang up']];
    await Promise.all([
      onTerminal([process.execPath, ...toolArgs(closed), ...command], hangUp),
      onTerminal([process.execPath, ...toolArgs(detached, ['--detach']), ...command], hangUp),
      // What it says goes to a file where stdout is a terminal: then nobody would see when it is up.
      onTerminal(
        ['sh', '-c', 'nohup "$@" 2>&1 | cat', 'sh', process.execPath, ...toolArgs(nohup), ...command],
        hangUp,
      ),
    ]);
    for (let tries = 0; tries < 100 && ![closed, detached, nohup].every(isThere); tries++) await sleep(100);
    for (let tries = 0; tries < 100 && ownExecLeftovers().length > 0; tries++) await sleep(100);
    expect(resultIn(closed)).toMatchObject({ interrupted: 'SIGTERM' });
    expect(resultIn(detached)).toMatchObject({ outcome: 'exited', exitCode: 0, interrupted: null });
    expect(resultIn(nohup)).toMatchObject({ outcome: 'exited', exitCode: 0, interrupted: null });
  });
});
