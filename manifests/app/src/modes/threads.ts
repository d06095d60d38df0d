import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

/** Left over of a stack: V8 refuses calls within the last 192 KiB, and wants some of that for itself. */
const leftBytes = 384 * 1024;
/** Arguments of a call lie on the stack, 8 bytes each: so many make a frame of 64 KiB. */
const frameBytes = 64 * 1024;

/** Calls itself with many arguments until the stack is as deep as it is told, then waits to be ended. */
const deepThenIdle = `
const { parentPort, workerData: { frames, frameBytes } } = require('node:worker_threads');
const many = new Array(frameBytes / 8).fill(0);
function deeper(left) {
  if (left <= 0) return 0;
  many[0] = left - 1; // one array for all calls: nothing is left on the heap
  return deeper.apply(null, many) + 1;
}
deeper(frames);
parentPort.postMessage('deep');
parentPort.on('message', () => undefined);
`;

/** A thread whose stack is memory for the greater part; resolves once it is. */
export async function deepThread(stackBytes: number): Promise<Worker> {
  const worker = new Worker(deepThenIdle, {
    eval: true,
    workerData: { frames: Math.max(0, Math.floor((stackBytes - leftBytes) / frameBytes)), frameBytes },
    resourceLimits: { stackSizeMb: Math.max(1, Math.round(stackBytes / 2 ** 20)) },
  });
  await once(worker, 'message');
  return worker;
}

/** `POST /upload` is handled by a thread of its own, which lives on for the retention time. */
export async function threads({ retentionMs, stackBytes }: Settings): Promise<Routes> {
  return {
    'POST /upload': async (request, response) => {
      request.resume();
      const worker = await deepThread(stackBytes);
      worker.unref();
      if (retentionMs !== null) setTimeout(() => void worker.terminate(), retentionMs).unref();
      response.writeHead(201).end();
    },
  };
}
