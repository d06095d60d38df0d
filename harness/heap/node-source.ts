import { chmodSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { monotonicMs } from '../clock.ts';
import { runProgram } from '../exec.ts';
import type { Recorder } from '../recording/types.ts';
import { HeapSum } from './heap-sum.ts';

/** A heap source that is being listened to. */
export interface HeapSource {
  /** What the command's environment gets on top. */
  env: Record<string, string>;
  stop: () => Promise<void>;
}

/**
 * Has every Node process of a command tell its heap, through a FIFO in `folder`: what is written to a pipe
 * is no memory of the command's that counts, on whatever file system the folder is.
 */
export async function listenToNode(
  folder: string,
  arm: string,
  nodeOptions: string | undefined,
  record: Recorder,
): Promise<HeapSource> {
  const fifo = join(folder, 'heap.fifo');
  await runProgram(['mkfifo', fifo]);
  chmodSync(folder, 0o711); // the command may be another user's by the time it opens it
  chmodSync(fifo, 0o622);
  // Open for writing too, so that the end of one writer is not the end of all.
  const descriptor = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  const sum = new HeapSum();
  createInterface({ input: socket }).on('line', (line) => {
    const [pid, heapUsed] = line.split(' ').map(Number);
    if (pid === undefined || heapUsed === undefined || Number.isNaN(heapUsed)) return;
    const atMs = monotonicMs();
    record({ kind: 'heap', arm, atMs, heapUsed: sum.with(pid, heapUsed, atMs), external: null });
  });
  return {
    env: {
      NOT_A_LEAK_HEAP_FIFO: fifo,
      NODE_OPTIONS: [nodeOptions, `--require ${quotedForNode(preload)}`].filter(Boolean).join(' '),
    },
    stop: async () => void socket.destroy(), // and with it the descriptor
  };
}

const preload = fileURLToPath(new URL('./node-preload.cjs', import.meta.url));

/** NODE_OPTIONS splits at blanks, but not within double quotes. https://nodejs.org/api/cli.html#node_optionsoptions */
function quotedForNode(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
