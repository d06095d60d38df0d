import { expect, it } from 'vitest';
import { Deferred } from '../../harness/process/deferred.ts';
import { poll } from '../../harness/process/poll.ts';

it('looks again after each look, never beside it, and no more once it was stopped', async () => {
  const third = new Deferred();
  let [looks, now, most] = [0, 0, 0];
  const polling = poll(0, async () => {
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    now--;
    if (++looks === 3) third.resolve();
  });
  await third.promise;
  await polling.stop();
  const before = looks;
  await new Promise(setImmediate);
  expect([most, looks - before]).toEqual([1, 0]);
  expect(looks).toBeGreaterThanOrEqual(3);
});

it('ends at an error, which whoever stops it is told', async () => {
  let looks = 0;
  const polling = poll(0, async () => {
    looks++;
    throw new Error('EIO');
  });
  await expect(polling.stop()).rejects.toThrow('EIO');
  expect(looks).toBe(1);
});
