import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, describe, it, afterAll } from 'vitest';
import { ownExecLeftovers, ownPlaces, temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const listed = (path: string) => (existsSync(path) ? readdirSync(path) : []);
const workFolder = () => listed(ownPlaces.TMPDIR).find((name) => name.startsWith('not-a-leak-exec-'));

describe.skipIf(lacksRoot())('exec that is killed by SIGKILL', () => {
  it.each([
    ['its ledger is there', () => listed(ownPlaces.REPRO_STATE_DIR).length > 0],
    ['its temporary folder is there', () => workFolder() !== undefined],
    ['its recording has begun', () => listed(join(folder.path, 'out')).length > 0],
  ])('as soon as %s leaves nothing', async (_, isThere) => {
    const out = join(folder.path, 'out');
    const argv = [
      'dist/not-a-leak.mjs',
      'exec',
      '--memory',
      '64Mi',
      '--heap',
      'node',
      '--out',
      out,
      '--',
      'sleep',
      '60',
    ];
    const child = spawn(process.execPath, argv, { env: { ...process.env, ...ownPlaces }, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!isThere() && child.exitCode === null) await sleep(2);
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    for (let tries = 0; tries < 100 && ownExecLeftovers().length > 0; tries++) await sleep(100);
    expect(ownExecLeftovers()).toEqual([]);
  });
});
