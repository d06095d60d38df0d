import { describe, expect, it } from 'vitest';
import { deepThread } from '../../manifests/app/src/modes/threads.ts';
import { readThreadStacks } from '../../manifests/app/src/thread-stacks.ts';
import { lacks } from '../skip.ts';

const MiB = 2 ** 20;

describe.skipIf(lacks('Linux', process.platform === 'linux'))('readThreadStacks', () => {
  it('counts what deep stacks hold, and not the rest of their memory', async () => {
    const workers = await Promise.all(Array.from({ length: 14 }, () => deepThread(8 * MiB)));
    await new Promise((resolve) => setTimeout(resolve, 100)); // until they wait
    const { threads, stackBytes } = readThreadStacks();
    await Promise.all(workers.map((worker) => worker.terminate()));
    expect(threads).toBeGreaterThan(workers.length);
    // 8 MiB each, a little more or less: other threads of this process have stacks too.
    expect((stackBytes ?? 0) / MiB).toBeGreaterThan(workers.length * 6);
    expect((stackBytes ?? 0) / MiB).toBeLessThan(workers.length * 8 + 8);
  });
});
