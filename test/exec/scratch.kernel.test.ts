import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ExecFindings } from '../../harness/verdict/exec/types.ts';
import { cli, ownExecLeftovers, ownPlaces, temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const bin = fileURLToPath(new URL('../../dist/not-a-leak.mjs', import.meta.url));

let number = 0;

/** A folder of a test's own. */
function newFolder(): string {
  const path = join(folder.path, String(number++));
  mkdirSync(path);
  return path;
}

async function exec(options: string[], argv: string[], cwd = folder.path) {
  const out = join(folder.path, `out-${number++}`);
  const run = await cli(['exec', '--memory', '64Mi', '--out', out, ...options, '--', ...argv], { cwd });
  const result = existsSync(out)
    ? (JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as ExecFindings)
    : null;
  return { ...run, result };
}

describe.skipIf(lacksRoot())('the scratch of exec', () => {
  afterEach(() => expect(ownExecLeftovers()).toEqual([]));

  it('may be several folders, one of them in another, each told in the result and in the advice', async () => {
    const [first, second] = [newFolder(), newFolder()];
    const inner = join(first, 'inner');
    const { result, stderr } = await exec(
      ['--scratch', `memory:${inner}:90Mi`, '--scratch', `memory:${first}`, '--scratch', `memory:${second}`],
      ['sh', '-c', `df -t tmpfs ${first} ${inner} ${second} >&2; exec head -c 100M /dev/zero > ${second}/f`],
    );
    expect(result).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
    expect(result?.scratch.map(({ directory }) => directory).toSorted()).toEqual(
      [first, inner, second].toSorted(),
    );
    expect(stderr).toContain(`in place of ${first}, ${second}, ${inner}`);
    expect(existsSync(inner)).toBe(false);
  });

  it('may hide the working folder: the command starts in an empty one there, as in a pod', async () => {
    const hidden = join(newFolder(), 'below', 'it');
    mkdirSync(hidden, { recursive: true });
    writeFileSync(join(hidden, 'file'), 'on the disk');
    const scratch = join(hidden, '../..');
    const argv = ['sh', '-c', 'pwd; ls -A; echo in memory > file'];
    const { result, stdout, stderr } = await exec(['--scratch', `memory:${scratch}`], argv, hidden);
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0 });
    expect(stdout).toBe(`${hidden}\n`);
    expect(stderr).toContain(`starts in an empty ${hidden}`);
    expect(readFileSync(join(hidden, 'file'), 'utf8')).toBe('on the disk');
  });

  it('takes a colon in the name of a folder', async () => {
    const scratch = join(folder.path, 'a:b');
    const { result } = await exec(['--scratch', `memory:${scratch}`], ['test', '-d', scratch]);
    expect(result).toMatchObject({ exitCode: 0, scratch: [{ directory: scratch, sizeBytes: null }] });
  });

  it('can not hide the command itself', async () => {
    const here = newFolder();
    const command = join(here, 'command');
    writeFileSync(command, '#!/bin/sh\n', { mode: 0o755 });
    const { exitCode, stderr } = await exec(['--scratch', `memory:${here}`], [command]);
    expect(stderr).toContain(`${command} is hidden by --scratch memory:${here}`);
    expect(exitCode).toBe(2);
  });
});

describe('a working folder that is gone', () => {
  it('is told in one sentence', () => {
    const gone = newFolder();
    const script = `cd ${gone} && rmdir ${gone} && exec ${process.execPath} ${bin} exec --memory 64Mi -- true`;
    const env = { ...process.env, ...ownPlaces };
    const { status, stderr } = spawnSync('sh', ['-c', script], { env, encoding: 'utf8' });
    expect(stderr).toMatch(/^The working folder is gone[^\n]*\n[^\n]*\n$/);
    expect(status).toBe(2);
    rmSync(gone, { recursive: true, force: true });
  });
});
