import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { cli, ownExecLeftovers, resultIn, temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const preload = (name: string) => `--require ${join(import.meta.dirname, '../fixtures/faults', name)}`;

/** Runs a command of a second with something preloaded into the tool's own processes. */
async function exec(out: string, env: Record<string, string>) {
  const command = [
    'env',
    '-u',
    'NODE_OPTIONS',
    'sh',
    '-c',
    'x=$(head -c 15000000 /dev/zero | tr "\\0" x); sleep 1; echo to its end',
  ];
  const path = join(folder.path, out);
  const run = await cli(['exec', '--memory', '64Mi', '--out', path, '--', ...command], { env });
  return { ...run, path };
}

describe.skipIf(lacksRoot())('exec whose own helpers break down', () => {
  afterEach(() => expect(ownExecLeftovers()).toEqual([]));

  it.each(['sampler.mjs', 'exec.mjs'])(
    'exits 4 where %s is killed in the middle of a line, with its last words and the result of what there is',
    async (name) => {
      const env = { NODE_OPTIONS: preload('dies-in-mid-line.cjs'), DIES_IN_MID_LINE: name };
      const run = await exec(name, env);
      expect(run.exitCode, run.stderr).toBe(4);
      expect(run.stderr).toContain('these are its last words');
      expect(run.stderr).toContain('It broke off in: {"kind":"sam');
      expect(run.stderr).not.toContain('    at ');
      expect(resultIn(run.path)).toMatchObject({ toolExitCode: 4 });
      expect(existsSync(join(run.path, 'recording.ndjson'))).toBe(true);
      // A measurement that is lost is no reason to end the command.
      expect(run.stdout).toBe(name === 'sampler.mjs' ? 'to its end\n' : '');
    },
  );

  it('lets the command go on where nobody can see any more who holds what, and exits 4', async () => {
    const run = await exec('blind', { NODE_OPTIONS: preload('proc-unreadable.cjs') });
    expect(run.stdout).toBe('to its end\n');
    expect(run.stderr).toContain('EIO');
    expect(run.exitCode).toBe(4);
    expect(resultIn(run.path)).toMatchObject({ exitCode: 0, toolExitCode: 4 });
  });

  it('ends at once, exits 4 and says which folder to name where the disk of its ledger is full', async () => {
    const disk = join(folder.path, 'full');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=700', 'full', disk]);
    try {
      writeFileSync(join(disk, 'all'), Buffer.alloc(4096));
      const run = await exec('full-ledger', { REPRO_STATE_DIR: disk });
      expect(run.exitCode, run.stderr).toBe(4);
      expect(run.stderr).toContain('the disk is full');
      expect(run.stderr).toContain('REPRO_STATE_DIR=DIR');
      expect(existsSync(run.path)).toBe(false);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
