import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Runtimes } from '../../harness/holders/runtime.ts';
import { watchHolders } from '../../harness/holders/watch.ts';

const unreadable = () => {
  throw new Error('EIO');
};

it('keeps what made the watch give up for whoever stops it', async () => {
  const watched = {
    arm: 'exec',
    cgroup: '/nowhere',
    limitBytes: 1,
    charged: unreadable,
    kills: () => 0,
    isFull: () => false,
    runtimes: new Runtimes(),
  };
  const watch = watchHolders({ ...watched, usage: unreadable }, () => undefined);
  await sleep(20); // long enough for a rejection that nobody takes to end this process
  await expect(watch.stop()).rejects.toThrow('EIO');
});
