import { randomBytes } from 'node:crypto';
import { chmodSync, constants, openSync, renameSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { monotonicMs } from '../process/clock.ts';
import { runProgram } from '../process/run-program.ts';
import { builtFolder } from '../package/folder.ts';
import type { Recorder } from '../recording/types.ts';
import { systemProgram } from '../process/system-programs.ts';
import { HeapSum } from './heap-sum.ts';
import { readToldHeaps } from './told-heaps.ts';

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
  const fifo = await makeFifo(folder);
  // Open for writing too, so that the end of one writer is not the end of all.
  const descriptor = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  const sum = new HeapSum();
  readToldHeaps(socket, (heaps) => {
    const atMs = monotonicMs();
    for (const { pid, heapUsed } of heaps) sum.tell(pid, heapUsed, atMs);
    const heapUsed = sum.at(atMs);
    record({ kind: 'heap', arm, atMs, heapUsed, external: null, pids: sum.pids(), runtime: 'node' });
  });
  return {
    env: {
      NOT_A_LEAK_HEAP_FIFO: fifo,
      NODE_OPTIONS: [nodeOptions, `--require ${quotedForNode(preload)}`].filter(Boolean).join(' '),
    },
    stop: async () => void socket.destroy(), // and with it the descriptor
  };
}

/**
 * Makes a FIFO that whoever is told its name can write to, for the command may be another user's by the time it opens
 * it, and nobody else can find: the folder can't be listed, and no command line has the name, which others could read.
 */
async function makeFifo(folder: string): Promise<string> {
  const nameless = join(folder, 'heap');
  const fifo = join(folder, `heap-${randomBytes(16).toString('hex')}`);
  chmodSync(folder, 0o711);
  await runProgram([systemProgram('mkfifo'), '--mode=600', nameless]);
  renameSync(nameless, fifo);
  chmodSync(fifo, 0o622);
  return fifo;
}

const preload = join(builtFolder, 'programs', 'node-preload.cjs');

/** NODE_OPTIONS splits at blanks, but not within double quotes. https://nodejs.org/api/cli.html#node_optionsoptions */
function quotedForNode(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
