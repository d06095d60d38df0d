import { expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownPlaces } from './cli.ts';
import { lacks } from './skip.ts';

/** SIGHUP is 1 in SigCgt (proc_pid_status(5)): Node itself catches SIGINT from its start, and not that. */
function hearsHangup(pid: number): boolean {
  const [caught = '0'] = /(?<=^SigCgt:\s*)\w+/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (BigInt(`0x${caught}`) & 1n) === 1n;
}

it.skipIf(lacks('Linux', process.platform === 'linux'))(
  'ends doctor, which has nothing to undo, at once at Ctrl-C, with 130',
  async () => {
    const child = spawn(process.execPath, ['dist/not-a-leak.mjs', 'doctor'], {
      env: { ...process.env, ...ownPlaces },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    // It is about to ask Docker and the others then, which takes seconds.
    while (!hearsHangup(child.pid ?? 0) && child.exitCode === null) await sleep(5);
    const sentMs = performance.now();
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(performance.now() - sentMs).toBeLessThan(500);
  },
);
