import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

/** Calls itself until the stack is used up, so that all of it is memory, then waits to be ended. */
const deepThenIdle = `
const { parentPort } = require('node:worker_threads');
const deeper = (n) => { try { return deeper(n + 1) + 1; } catch { return n; } };
deeper(0);
parentPort.postMessage('deep');
parentPort.on('message', () => undefined);
`;

/** `POST /upload` is handled by a thread of its own, which lives on for the retention time. */
export async function threads({ retentionMs, stackBytes }: Settings): Promise<Routes> {
  return {
    'POST /upload': async (request, response) => {
      request.resume();
      const worker = new Worker(deepThenIdle, {
        eval: true,
        resourceLimits: { stackSizeMb: Math.max(1, Math.round(stackBytes / 2 ** 20)) },
      });
      await once(worker, 'message');
      worker.unref();
      if (retentionMs !== null) setTimeout(() => void worker.terminate(), retentionMs).unref();
      response.writeHead(201).end();
    },
  };
}
