import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { readThreadStacks } from '../../manifests/app/src/thread-stacks.ts';

const MiB = 2 ** 20;
const deep = `
const { parentPort } = require('node:worker_threads');
const deeper = (n) => { try { return deeper(n + 1) + 1; } catch { return n; } };
deeper(0);
parentPort.postMessage('deep');
parentPort.on('message', () => undefined);
`;

describe.skipIf(process.platform !== 'linux')('readThreadStacks', () => {
  it('counts what deep stacks hold, and not the rest of their memory', async () => {
    const count = 14;
    const workers = Array.from(
      { length: count },
      () => new Worker(deep, { eval: true, resourceLimits: { stackSizeMb: 4 } }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    await new Promise((resolve) => setTimeout(resolve, 100)); // until they wait
    const { threads, stackBytes } = readThreadStacks();
    await Promise.all(workers.map((worker) => worker.terminate()));
    expect(threads).toBeGreaterThan(count);
    // 14 stacks of 4 MiB, a little less or more: other threads of this process have stacks too.
    expect((stackBytes ?? 0) / MiB).toBeGreaterThan(count * 3);
    expect((stackBytes ?? 0) / MiB).toBeLessThan(count * 4 + 16);
  });
});
