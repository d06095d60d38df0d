import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { memoryHierarchy } from '../../../harness/platforms/cgroup/memory-hierarchy.ts';
import { findParent } from '../../../harness/platforms/cgroup/parent.ts';
import { cgroupPlatform } from '../../../harness/platforms/cgroup/platform.ts';
import { layOutPrograms } from '../../../harness/package/programs.ts';
import { openLedger } from '../../../harness/resources/ledger.ts';
import { readLedgers } from '../../../harness/resources/read.ts';
import { makeWorkFolder } from '../../../harness/resources/work-folder.ts';
import { keepArms, loadSuite } from '../../../harness/scenario/load-suite.ts';
import {
  cli,
  leftovers,
  ownPlaces,
  ownProcesses,
  resultIn,
  temporaryFolder,
  type CliResult,
} from '../../cli.ts';
import { lacks, lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Runs one arm that ought to survive, and does something to it once its load goes on. */
async function disturbed(
  name: string,
  act: () => void,
  { stretch = 1, env = {} }: { stretch?: number; env?: Record<string, string> } = {},
): Promise<CliResult> {
  let done = false;
  const args = ['run', 'upload-spool', '--arm', 'short-retention', '--on', 'cgroup', '--load', 'builtin'];
  return cli([...args, '--stretch', String(stretch), '--out', join(folder.path, name)], {
    env,
    onStderr: (text) => {
      if (done || !text.includes('the load begins')) return;
      done = true;
      setTimeout(act, 500);
    },
  });
}

function signalAll(word: string, signal: NodeJS.Signals): void {
  const pids = ownProcesses(word);
  if (pids.length === 0) throw new Error(`no process ${word}`);
  for (const pid of pids) process.kill(pid, signal);
}

/** The app, and not its supervisor, whose command line names it, too: a supervisor is older. */
function suspendApp(): void {
  const pid = ownProcesses('app.mjs').at(-1);
  if (pid === undefined) throw new Error('no app');
  process.kill(pid, 'SIGSTOP');
}

/** The user that a process runs as; NaN where it is gone. */
function userOf(pid: number | undefined): number {
  const path = `/proc/${pid}/status`;
  return existsSync(path) ? Number(/^Uid:\t(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1]) : NaN;
}

/** An hour ahead, and back again. */
function jump(): void {
  spawnSync('date', ['-s', '+1 hour']);
  setTimeout(() => spawnSync('date', ['-s', '-1 hour']), 1500);
}

describe.skipIf(lacksRoot())('a run', () => {
  afterEach(() => expect(leftovers()).toEqual([]));

  it('is INCONCLUSIVE where its app hangs: what was not loaded has proved nothing', async () => {
    const run = await disturbed('hangs', suspendApp);
    expect(run.exitCode).toBe(5);
    expect(run.stdout).toContain('the load was not delivered');
  });

  it('is INCONCLUSIVE where its sampler was paused', async () => {
    const run = await disturbed('paused', () => {
      signalAll('sampler.mjs', 'SIGSTOP');
      setTimeout(() => signalAll('sampler.mjs', 'SIGCONT'), 1500);
    });
    expect(run.exitCode).toBe(5);
    expect(run.stdout).toContain('the sampler paused for');
  });

  it('has its app, sampler and load run as users of their own: none can end another, nor can a daemon', async () => {
    const names = ['app.mjs', 'sampler.mjs', 'load.mjs'];
    let users: number[] = [];
    // Each starts as root and gives that up first of all; on a slow host that is seen.
    const look = () => {
      // The last: the supervisor's command line names the app, too.
      const seen = names.map((name) => ownProcesses(name).at(-1)).map(userOf);
      if (seen.every((user) => user >= 0)) users = seen;
      if (users.length === 0 || users.includes(0)) setTimeout(look, 100).unref();
    };
    const run = await disturbed('users', look, { env: { SUDO_UID: '', SUDO_GID: '' } });
    expect(users).toHaveLength(3);
    expect(new Set(users).size, run.stderr).toBe(3);
    for (const user of users) expect(user > 60_000 && user < 65_534, `user ${user}`).toBe(true);
  });

  it('exits with 4 where its sampler is killed, and says so', async () => {
    const run = await disturbed('sampler', () => signalAll('sampler.mjs', 'SIGKILL'));
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain('the sampler was ended by SIGKILL while the arm ran');
    expect(resultIn(join(folder.path, 'sampler'))).toMatchObject({ verdict: null, exitCode: 4 });
  });

  it('exits with 4 where its load is killed, and says so', async () => {
    const run = await disturbed('load', () => signalAll('load.mjs', 'SIGKILL'));
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain('The load (builtin) ended too early, with signal SIGKILL');
  });

  it('exits with 4 where its supervisor is killed, and the app does not outlive it', async () => {
    const run = await disturbed('supervisor', () => signalAll('supervisor.mjs', 'SIGKILL'));
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain('the supervisor ended (SIGKILL)');
  });

  it.each(['sampler.mjs', 'load.mjs', 'supervisor.mjs'])(
    'exits with 4 where %s is killed in the middle of a line, with its last words and all reports',
    async (name) => {
      const dies = join(import.meta.dirname, '../../fixtures/faults/dies-in-mid-line.cjs');
      const env = { NODE_OPTIONS: `--require ${dies}`, DIES_IN_MID_LINE: name };
      const run = await disturbed(name, () => undefined, { env });
      expect(run.exitCode, run.stderr).toBe(4);
      expect(run.stderr).toContain('these are its last words');
      expect(run.stderr).toContain('It broke off in: {"kind":"sam');
      expect(run.stderr).not.toContain('    at ');
      const reports = ['recording.ndjson', 'result.json', 'junit.xml', 'report.html'];
      expect(readdirSync(join(folder.path, name))).toEqual(expect.arrayContaining(reports));
    },
  );

  it('exits with 4 where somebody removes its cgroup, and says so', async () => {
    const run = await disturbed('removed', () => {
      const parent = findParent(memoryHierarchy());
      const name = readLedgers(ownPlaces).ledgers[0]?.run ?? '';
      const pod = join(parent, name, 'upload-spool.short-retention');
      const procs = join(pod, 'life-1', 'cgroup.procs');
      for (const pid of readFileSync(procs, 'utf8').split('\n').filter(Boolean))
        writeFileSync(join(parent, 'cgroup.procs'), pid);
      rmdirSync(join(pod, 'life-1'));
      rmdirSync(pod);
    });
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain('somebody removed it');
    expect(run.stderr).not.toContain('    at ');
  });

  // The clock is everybody's on this host: only where the one who runs the tests says so.
  const mayNotSet = lacks('REPRO_TEST_SETS_CLOCK=yes', process.env['REPRO_TEST_SETS_CLOCK'] === 'yes');
  it.skipIf(mayNotSet)('does not mind a jump of the clock', async () => {
    // Slower than written, or a host with a single processor brings the load no more.
    const run = await disturbed('jump', jump, { stretch: 2 });
    expect(run.exitCode, run.stdout).toBe(0);
  });

  it('exits with 4 where the disk of its recording is full, and says how to go on', async () => {
    const disk = join(folder.path, 'full');
    mkdirSync(disk);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'full', disk]);
    try {
      const args = ['run', 'upload-spool', '--arm', 'short-retention', '--on', 'cgroup'];
      const run = await cli([...args, '--out', join(disk, 'out')]);
      expect(run.exitCode).toBe(4);
      expect(run.stderr).toContain("Can't write: the disk is full (ENOSPC).");
      expect(run.stderr).toContain('--out DIR');
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  it('exits with 4 where the disk of its temporary folder is full', async () => {
    const disk = join(folder.path, 'full-tmp');
    mkdirSync(disk);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=1777', 'full', disk]);
    try {
      const args = ['run', 'upload-spool', '--arm', 'short-retention', '--on', 'cgroup'];
      const run = await cli([...args, '--out', join(folder.path, 'full-tmp-out')], { env: { TMPDIR: disk } });
      expect(run.exitCode).toBe(4);
      expect(run.stderr).toMatch(/no space left|disk is full/);
      expect(readdirSync(disk).filter((name) => name.startsWith('not-a-leak'))).toEqual([]);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

describe.skipIf(lacksRoot())('an arm whose app can not listen', () => {
  it.each([
    ['says nothing', createServer],
    ['answers in its place', () => createHttpServer((_, response) => response.end('ok'))],
  ] as const)('says that the port was taken meanwhile, by one that %s', async (_, makeServer) => {
    const server = makeServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ledger = openLedger({ ...ownPlaces });
    const workFolder = makeWorkFolder(ledger, process.env);
    const arms = keepArms(loadSuite(['upload-spool'], process.cwd()), ['baseline']).flatMap(
      (one) => one.arms,
    );
    const platform = cgroupPlatform({
      cwd: process.cwd(),
      env: {},
      scratchDir: undefined,
      freePort: async () => (server.address() as AddressInfo).port,
    });
    const run = { ledger, workFolder, programs: layOutPrograms(workFolder), say: () => undefined };
    const { signal } = new AbortController();
    try {
      const prepared = await (await platform.inspect(arms, run)).prepare(arms, signal);
      const [arm] = arms;
      if (!arm) throw new Error('no arm');
      const pod = await prepared.makePod(arm, () => undefined, signal);
      await expect(pod.start(signal)).rejects.toMatchObject({
        kind: 'infrastructure',
        message: expect.stringContaining('Another program took'),
      });
      await pod.remove(false);
    } finally {
      expect(await ledger.close()).toEqual([]);
      server.close();
    }
    expect(leftovers()).toEqual([]);
  });
});
