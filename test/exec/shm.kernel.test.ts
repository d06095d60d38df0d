import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderExecText } from '../../harness/report/exec-text.ts';
import { cli, ownExecLeftovers, temporaryFolder } from '../cli.ts';
import { isRoot, lacksRoot } from '../skip.ts';
import { runInProcess } from './run-in-process.ts';

const mebibyte = 2 ** 20;
const name = `nal-shm-${process.pid}`;
const shm = `/dev/shm/${name}`;
const folder = temporaryFolder();
afterAll(folder.remove);

/** Writes so many MiB to a file. */
const fill = (file: string, mebibytes: number, ...more: string[]) => [
  'dd',
  'if=/dev/zero',
  `of=${file}`,
  'bs=1M',
  `count=${mebibytes}`,
  'status=none',
  ...more,
];

async function exec(memory: string, options: string[], argv: string[]) {
  const { result } = await runInProcess(['--memory', memory, ...options], argv);
  return { ...result, text: renderExecText(result, createColors(false)) };
}

describe.skipIf(lacksRoot())('the /dev/shm of exec', () => {
  afterEach(() => {
    expect(ownExecLeftovers()).toEqual([]);
    expect(readdirSync('/dev/shm').filter((entry) => entry.startsWith(name))).toEqual([]);
  });

  it('is fresh for each run: three runs in a row end alike, and leave nothing in that of the host', async () => {
    for (let run = 1; run <= 3; run++) {
      const { outcome, cause, hostFiles, text } = await exec('48Mi', [], fill(shm, 100));
      expect({ outcome, cause, hostFiles }, text).toEqual({
        outcome: 'oom-killed',
        cause: 'tmpfs',
        hostFiles: null,
      });
      expect(text).toContain(`the largest ${shm}`);
    }
  });

  it('is that of a pod: 64 MiB, and nothing in it can be run or be a device', async () => {
    const { stdout } = await cli([
      'exec',
      '-q',
      '--memory',
      '64Mi',
      '--',
      'grep',
      ' /dev/shm ',
      '/proc/mounts',
    ]);
    const own = stdout.trimEnd().split('\n').at(-1);
    expect(own).toMatch(/ tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k/);
  });

  it('ends a program that fills it below the limit by ENOSPC, says that it is full, and how to make it larger', async () => {
    const { outcome, exitCode, fullMounts, text } = await exec('160Mi', [], fill(shm, 100));
    expect({ outcome, exitCode, fullMounts }).toEqual({
      outcome: 'exited',
      exitCode: 1,
      fullMounts: [{ point: '/dev/shm', sizeBytes: 64 * mebibyte }],
    });
    expect(text).toContain('/dev/shm is full at 64 MiB');
    expect(text).toContain('--shm-size');
    const larger = await exec('160Mi', ['--shm-size', '110Mi'], fill(shm, 100));
    expect(larger).toMatchObject({ outcome: 'exited', exitCode: 0, fullMounts: [] });
  });

  it('says so too where the file had no name and went with the program', async () => {
    const program = `open(my $f, '+>', '${shm}') or die; unlink '${shm}'; my $b = 'x' x 65536;
      while (defined syswrite($f, $b)) {} select undef, undef, undef, 0.2; kill 'BUS', $$`;
    const { outcome, signal, fullMounts } = await exec('160Mi', [], ['perl', '-e', program]);
    expect({ outcome, signal }).toEqual({ outcome: 'exited', signal: 'SIGBUS' });
    expect(fullMounts).toEqual([{ point: '/dev/shm', sizeBytes: 64 * mebibyte }]);
  });

  it('is the scratch of the user where that is there, which takes its size itself', async () => {
    const { outcome, exitCode } = await exec('160Mi', ['--scratch', 'memory:/dev/shm'], fill(shm, 100));
    expect({ outcome, exitCode }).toEqual({ outcome: 'exited', exitCode: 0 });
    const both = ['--scratch', 'memory:/dev/shm', '--shm-size', '8Mi'];
    const { exitCode: code, stderr } = await cli(['exec', '--memory', '64Mi', ...both, '--', 'true']);
    expect(stderr).toContain('memory:/dev/shm:SIZE');
    expect(code).toBe(2);
  });

  it('hides a working folder and a program that lie in that of the host, and says so', async () => {
    mkdirSync(shm);
    try {
      const { stdout, stderr } = await cli(['exec', '--memory', '64Mi', '--', 'ls', '-A'], { cwd: shm });
      expect(stderr).toContain(`starts in an empty ${shm}`);
      expect(stdout).toBe('');
      writeFileSync(join(shm, 'program'), '#!/bin/sh\n', { mode: 0o755 });
      const run = await cli(['exec', '--memory', '64Mi', '--', join(shm, 'program')]);
      expect(run.stderr).toContain("hidden by the command's own /dev/shm");
      expect(run.exitCode).toBe(2);
    } finally {
      rmSync(shm, { recursive: true });
    }
  });
});

describe.skipIf(lacksRoot())("exec of a command that writes to the host's own tmpfs", () => {
  const host = join(folder.path, 'host');
  const file = join(host, 'file');
  beforeAll(() => {
    mkdirSync(host);
    if (isRoot) spawnSync('mount', ['-t', 'tmpfs', 'of-the-host', host]);
  });
  afterEach(() => rmSync(file, { force: true }));
  // Lazily: what a shell that was killed had started may have a file open for some milliseconds more.
  afterAll(() => void spawnSync('umount', ['--lazy', host]));

  it('is told what stays there, and that it counts against no limit from now on', async () => {
    const { hostFiles, cause, text } = await exec('48Mi', [], fill(file, 100));
    expect(cause).toBe('tmpfs');
    expect(hostFiles?.mounts).toMatchObject([{ point: host, files: 1, largest: file }]);
    expect(hostFiles?.chargedBytes).toBeGreaterThan(40 * mebibyte);
    expect(hostFiles?.chargedBytes).toBeLessThanOrEqual(48 * mebibyte);
    expect(text).toContain(`1 file of 47 MiB on ${host}`);
    expect(text).toContain(`--scratch memory:${host}`);
    expect(existsSync(file)).toBe(true);
  });

  it('is told that the limit was filled by files also where an earlier run had left one of that name', async () => {
    await exec('48Mi', [], fill(file, 100));
    expect(await exec('48Mi', [], fill(file, 100))).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
  });

  it('is told of a file that was there and is written anew in place, which nothing is charged for', async () => {
    writeFileSync(file, Buffer.alloc(60 * mebibyte));
    const { outcome, hostFiles, text } = await exec('48Mi', [], fill(file, 60, 'conv=notrunc'));
    expect(outcome).toBe('exited');
    expect(hostFiles?.mounts).toMatchObject([{ point: host, files: 1, bytes: 60 * mebibyte }]);
    expect(text).toContain('an earlier run may have ended differently');
  });

  it('is not told of what others write there meanwhile', async () => {
    writeFileSync(file, Buffer.alloc(2 * mebibyte));
    const other = spawn('sh', ['-c', `exec 3<>${file}; while :; do echo x >&3; sleep 0.02; done`], {
      stdio: 'ignore',
    });
    try {
      const before = statSync(file).ctimeMs;
      const { hostFiles } = await exec('48Mi', [], ['sleep', '0.3']);
      expect(statSync(file).ctimeMs).toBeGreaterThan(before);
      expect(hostFiles).toBe(null);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'close');
    }
  });
});
