import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ExecFindings } from '../../harness/verdict/exec/types.ts';
import { cli, ownExecLeftovers, ownPlaces, temporaryFolder, type CliOptions } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const root = fileURLToPath(new URL('../..', import.meta.url));
const ignoresSigterm = join(root, 'test/fixtures/hogs/ignores-sigterm.mjs');

let number = 0;
const newOut = () => join(folder.path, `out-${number++}`);
const resultOf = (out: string) => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as ExecFindings;

async function exec(options: string[], argv: string[], cliOptions: CliOptions = {}) {
  const out = newOut();
  const run = await cli(['exec', '--memory', '64Mi', '--out', out, ...options, '--', ...argv], cliOptions);
  return { ...run, result: resultOf(out) };
}

describe.skipIf(lacksRoot())('exec of a command that does not behave', () => {
  afterEach(() => expect(ownExecLeftovers()).toEqual([]));

  it('passes stdin, stdout and stderr through untouched, and says its result after them', async () => {
    const out = newOut();
    const child = spawn(
      process.execPath,
      [
        'dist/not-a-leak.mjs',
        'exec',
        '--memory',
        '64Mi',
        '--out',
        out,
        '--',
        'sh',
        '-c',
        'cat; echo said >&2; exit 7',
      ],
      {
        cwd: root,
        env: { ...process.env, ...ownPlaces, FORCE_COLOR: undefined, NO_COLOR: '1' },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
    child.stdin.end(bytes);
    const stdout: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => void stdout.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    expect(exitCode).toBe(0);
    expect(Buffer.concat(stdout).equals(bytes)).toBe(true);
    expect(stderr).toMatch(/^said\nsh: ended by itself/);
    expect(resultOf(out)).toMatchObject({ outcome: 'exited', exitCode: 7, signal: null });
  });

  it('ends what a command leaves running when it forks away, and names it', async () => {
    const { result, exitCode } = await exec([], ['sh', '-c', 'setsid sleep 302 & setsid sleep 302 & exit 0']);
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0 });
    expect(result.leftBehind).toHaveLength(2);
    expect(stillRunning('sleep 302')).toEqual([]);
  });

  it('ends a command that ignores SIGTERM at its timeout', async () => {
    const { result } = await exec(['--timeout', '3s'], [process.execPath, ignoresSigterm]);
    expect(result).toMatchObject({ outcome: 'survived', timedOut: true, signal: 'SIGKILL', oomKills: 0 });
    expect(stillRunning('ignores-sigterm')).toEqual([]);
  });

  it('lets a command flood stdout', async () => {
    const { result, stdout } = await exec([], ['sh', '-c', 'yes | head -c 100000000']);
    expect(stdout).toHaveLength(100_000_000);
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0 });
  });

  it('tells of a command that ends at once', async () => {
    const { result } = await exec([], ['true']);
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, oomKills: 0, cause: null });
    expect(result.sampler).toMatchObject({ missedTicks: expect.any(Number), cpuMs: expect.any(Number) });
  });

  it('writes the result as JSON on stderr with --json, and on stdout nothing', async () => {
    const { stdout, stderr } = await exec(['--json'], ['true']);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ schemaVersion: 1, outcome: 'exited' });
  });

  it('judges the recording again with report', async () => {
    const out = newOut();
    await cli(['exec', '--memory', '64Mi', '--out', out, '--', 'sh', '-c', 'exit 4']);
    const { exitCode, stdout } = await cli(['report', out, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'exited', exitCode: 4 });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends the command at %s, writes its result and exits %i', async (signal, code) => {
    const out = newOut();
    const run = await withSignal(out, signal, 'sleep 301');
    expect(run.exitCode).toBe(code);
    expect(resultOf(out)).toMatchObject({ outcome: 'inconclusive', interrupted: signal });
    expect(stillRunning('sleep 301')).toEqual([]);
  });

  it('leaves nothing when it is killed itself: the supervisor undoes what was made', async () => {
    await withSignal(newOut(), 'SIGKILL', `${process.execPath} ${ignoresSigterm}`);
    for (let tries = 0; tries < 100 && ownExecLeftovers().length > 0; tries++) await sleep(100);
    expect(stillRunning(ignoresSigterm)).toEqual([]);
  });

  it('takes back a scratch folder that it made', async () => {
    const scratch = join(folder.path, 'made');
    const { result } = await exec(
      ['--scratch', `memory:${scratch}:8Mi`],
      ['sh', '-c', `echo x > ${scratch}/f; df -t tmpfs ${scratch} >&2`],
    );
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0 });
    expect(existsSync(scratch)).toBe(false);
  });

  it('leaves alone what the user has mounted where its scratch was', async () => {
    const scratch = join(folder.path, 'mounted');
    mkdirSync(scratch);
    spawnSync('mount', ['-t', 'tmpfs', 'precious', scratch]);
    try {
      writeFileSync(join(scratch, 'precious'), 'all that I have');
      const { result } = await exec(['--scratch', `memory:${scratch}:8Mi`], ['ls', '-A', scratch]);
      expect(result).toMatchObject({ outcome: 'exited', exitCode: 0 });
      expect(readFileSync(join(scratch, 'precious'), 'utf8')).toBe('all that I have');
    } finally {
      spawnSync('umount', [scratch]);
    }
  });

  it('runs a command with more arguments than fit into one, and an environment of that size', async () => {
    const words = Array.from({ length: 300 }, (_, index) => `${index} ${'$(x) '.repeat(200)}`);
    const run = await exec([], ['printf', '%s\n', ...words], { env: { LONG: 'x'.repeat(100_000) } });
    expect(run).toMatchObject({ exitCode: 0, result: { outcome: 'exited', exitCode: 0 } });
    expect(run.stdout).toBe(words.map((word) => `${word}\n`).join(''));
  });

  it("shows no secret of the command's environment to those who list processes", async () => {
    const secret = `secret-${randomUUID()}`;
    const found = ['sh', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" "\\n"'];
    const run = await exec([], found, { env: { TOKEN: secret } });
    expect(run.stdout).toContain('exec.mjs'); // its supervisor is in the list
    expect(run.stdout).not.toContain(secret);
  });
});

describe.skipIf(lacksRoot())('exec that is told something wrong', () => {
  it.each([
    [['--memory', 'lots', '--', 'true'], 2, 'size such as 512Mi'],
    [['--memory', '0', '--', 'true'], 2, '1Mi or more'],
    [['--', 'true'], 2, '--memory'],
    [['--memory', '64Mi'], 2, 'command'],
    [['--memory', '64Mi', '--timeout', 'soon', '--', 'true'], 2, '30s'],
    [['--memory', '64Mi', '--scratch', 'tape:/x', '--', 'true'], 2, 'disk:DIR'],
    [['--memory', '64Mi', '--scratch', 'memory:/tmp/x:64Mib', '--', 'true'], 2, 'size such as'],
    [['--memory', '64Mi', '--scratch', 'memory:/nowhere/x', '--', 'true'], 3, 'folder that is there'],
    [['--memory', '64Mi', '--scratch', 'disk:/dev/shm', '--', 'true'], 3, 'tmpfs'],
    [['--memory', '64Mi', '--scratch', 'disk:/nowhere', '--', 'true'], 3, '--scratch disk:DIR'],
    [['--memory', '64Mi', '--', 'no-such-command'], 2, 'no command no-such-command'],
    [['--memory', '64Mi', '--', '/etc/passwd'], 2, 'chmod +x'],
    [['--memory', '64Mi', '--', '/etc'], 2, "can't be run"],
    [['--memory', '900Gi', '--', 'true'], 3, 'too little free memory'],
  ])('%j exits %i and says "%s"', async (args, code, words) => {
    const cwd = join(folder.path, `cwd-${number++}`);
    mkdirSync(cwd);
    const run = await cli(['exec', ...args], { cwd });
    expect(run.stderr).toContain(words);
    expect(run.exitCode).toBe(code);
    expect(run.stderr).not.toContain('    at ');
    expect(ownExecLeftovers()).toEqual([]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

function stillRunning(part: string): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(part));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Sends a signal to the harness once the command runs. */
async function withSignal(out: string, signal: NodeJS.Signals, command: string) {
  let sent = false;
  const scratch = join(folder.path, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const argv = ['sh', '-c', `echo up >&2; exec ${command}`];
  return cli(['exec', '--memory', '64Mi', '--scratch', `memory:${scratch}`, '--out', out, '--', ...argv], {
    onStderr: (text, kill) => {
      if (sent || !text.includes('up')) return;
      sent = true;
      setTimeout(() => kill(signal), 300);
    },
  });
}
