import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CleanedRun } from '../../harness/resources/clean.ts';
import { runVariable } from '../../harness/resources/resource.ts';
import { thisProcess, type Owner } from '../../harness/resources/owner.ts';
import { cli, temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** A ledger of a run whose owner is as told, in a state folder of its own. */
function ledgerOf(name: string, owner: Partial<Owner>, entered: object[], kept: number[] = []) {
  const state = join(folder.path, name);
  mkdirSync(state, { mode: 0o700 });
  const lines = [
    {
      owner: { ...thisProcess(), ...owner },
      run: `not-a-leak-${name}`,
      startedAt: '2026-01-01T00:00:00.000Z',
    },
    ...entered.map((entry, id) => ({ id, entry })),
    { keep: kept },
  ];
  const file = join(state, `not-a-leak-${name}.ndjson`);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
  const clean = async (...args: string[]) =>
    cli(['clean', ...args], { env: { REPRO_STATE_DIR: state, NOT_A_LEAK_PATIENCE: '0.01' } });
  return { state, file, clean };
}

const dead = { startTicks: 1 };
const madeFolder = (name: string) => {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
};

describe('clean', () => {
  it('says so where nothing is left', async () => {
    const run = await cli(['clean'], { env: { REPRO_STATE_DIR: join(folder.path, 'nothing') } });
    expect(run).toMatchObject({ exitCode: 0, stdout: 'Nothing is left.\n' });
  });

  it('prints a name that would do something in a terminal as plain text', async () => {
    const { clean } = ledgerOf('escape', dead, [{ kind: 'container', name: '\u001b[2Jx\u009b1my' }]);
    expect((await clean('--dry-run')).stdout).toMatch(/ {2}found +container +xy\n/);
  });

  it('lists what a dead run has left, and removes it only without --dry-run', async () => {
    const left = madeFolder('not-a-leak-dead.folder');
    const { clean, file } = ledgerOf('dead', dead, [{ kind: 'folder', name: left }]);
    const listed = await clean('--dry-run');
    expect(listed.exitCode).toBe(0);
    expect(listed.stdout).toMatch(/not-a-leak-dead .* is over\n {2}found +folder +/);
    expect(existsSync(left)).toBe(true);
    const json = await clean('--dry-run', '--json');
    const [run] = (JSON.parse(json.stdout) as { runs: CleanedRun[] }).runs;
    expect(run).toMatchObject({
      owner: 'dead',
      entries: [{ state: 'found', commands: [['rm', '-rf', left]] }],
    });
    expect((await clean()).stdout).toContain('removed');
    expect(existsSync(left)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  it('touches nothing of a run that goes on', async () => {
    const left = madeFolder('not-a-leak-alive.folder');
    const { clean } = ledgerOf('alive', {}, [{ kind: 'folder', name: left }]);
    const run = await clean();
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('is running') });
    expect(existsSync(left)).toBe(true);
  });

  it('touches nothing of a run of another container', async () => {
    const left = madeFolder('not-a-leak-other.folder');
    const { clean } = ledgerOf('other', { pidNamespace: 'pid:[1]' }, [{ kind: 'folder', name: left }]);
    expect((await clean()).stdout).toContain('clean up there');
    expect(existsSync(left)).toBe(true);
  });

  it('removes what was kept only when asked for it', async () => {
    const left = madeFolder('not-a-leak-kept.folder');
    const { clean } = ledgerOf('kept', dead, [{ kind: 'folder', name: left }], [0]);
    expect((await clean()).stdout).toContain('clean --kept removes it');
    expect(existsSync(left)).toBe(true);
    await clean('--kept');
    expect(existsSync(left)).toBe(false);
  });

  it('removes only what is named: a thing, a kind of things, or all of a run', async () => {
    const names = ['not-a-leak-named.a', 'not-a-leak-named.b', 'not-a-leak-named.c'];
    const [a = '', b = '', c = ''] = names.map(madeFolder);
    const { clean, state } = ledgerOf(
      'named',
      dead,
      [
        { kind: 'folder', name: a },
        { kind: 'folder', name: b },
        { kind: 'cluster', name: 'not-a-leak-named', undo: [['rmdir', c]] },
      ],
      [0, 1, 2],
    );
    const unknown = await clean('--kept', 'no-such-cluster');
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"no-such-cluster"') });
    expect((await clean('--kept', a)).stdout).not.toContain(b);
    expect([a, b, c].map((path) => existsSync(path))).toEqual([false, true, true]);
    await clean('--kept', 'cluster');
    expect([b, c].map((path) => existsSync(path))).toEqual([true, false]);
    await clean('--kept', 'not-a-leak-named');
    expect(existsSync(b)).toBe(false);
    expect(readdirSync(state)).toEqual([]);
  });

  it('says what it could not remove, why, and what a person could type, and exits with 4', async () => {
    const { clean, file } = ledgerOf('stuck', dead, [
      { kind: 'volume', name: 'x', undo: [['sh', '-c', 'echo "volume is in use" >&2; exit 1']] },
    ]);
    const run = await clean();
    expect(run.exitCode).toBe(4);
    expect(run.stdout).toContain('volume is in use');
    expect(run.stdout).toContain('by hand: sh -c');
    expect(existsSync(file)).toBe(true);
  });

  it('ends the processes of a dead run, and no others', async () => {
    const own = startProcess('not-a-leak-busy');
    const other = startProcess('not-a-leak-busy2');
    try {
      const { clean } = ledgerOf('busy', dead, [{ kind: 'processes', name: 'not-a-leak-busy' }]);
      await clean();
      expect(isRunning(own.pid)).toBe(false);
      expect(isRunning(other.pid)).toBe(true);
    } finally {
      own.kill('SIGKILL');
      other.kill('SIGKILL');
    }
  });

  it.skipIf(lacksRoot())('detaches a loop device with what is mounted from it', async () => {
    const home = madeFolder('not-a-leak-loop.folder');
    const image = join(home, 'image');
    const point = join(home, 'mnt');
    mkdirSync(point);
    spawnSync('truncate', ['-s', '16M', image]);
    spawnSync('mkfs.ext4', ['-q', '-F', image]);
    const loop = spawnSync('losetup', ['--find', '--show', image], { encoding: 'utf8' }).stdout.trim();
    expect(loop).toMatch(/^\/dev\/loop/);
    spawnSync('mount', [loop, point]);
    const { clean } = ledgerOf('loop', dead, [
      { kind: 'folder', name: home },
      { kind: 'loop device', name: image },
      { kind: 'mount', name: point },
    ]);
    expect((await clean()).exitCode).toBe(0);
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(point);
    expect(spawnSync('losetup', ['--associated', image], { encoding: 'utf8' }).stdout).toBe('');
    expect(existsSync(home)).toBe(false);
  });
});

/** A process that says it belongs to a run. */
function startProcess(run: string) {
  return spawn('sleep', ['60'], { stdio: 'ignore', env: { ...process.env, [runVariable]: run } });
}

function isRunning(pid = 0): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
