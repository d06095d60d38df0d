import { expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownPlaces } from './cli.ts';

it('ends doctor, which has nothing to undo, at once at Ctrl-C, with 130', async () => {
  const child = spawn(process.execPath, ['bin/not-a-leak.mjs', 'doctor'], {
    env: { ...process.env, ...ownPlaces },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await sleep(800); // it is asking Docker and the others then, which takes seconds
  const sentMs = performance.now();
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(performance.now() - sentMs).toBeLessThan(500);
});
