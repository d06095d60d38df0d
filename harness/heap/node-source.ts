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
import { readReportedHeaps } from './reported-heaps.ts';

/** A heap source being listened to. */
export interface HeapSource {
  /** Additions to the command's environment. */
  env: Record<string, string>;
  stop: () => Promise<void>;
}

/**
 * Makes every Node process of a command report its heap through a FIFO in `folder`: data in a pipe is not charged
 * to the command's limit, whatever the folder's file system.
 */
export async function listenToNode(
  folder: string,
  arm: string,
  nodeOptions: string | undefined,
  record: Recorder,
): Promise<HeapSource> {
  const fifo = await makeFifo(folder);
  // Opened for writing too, so that it stays open when a writer ends.
  const descriptor = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  const sum = new HeapSum();
  readReportedHeaps(socket, (heaps) => {
    const atMs = monotonicMs();
    for (const { pid, heapUsed } of heaps) sum.add(pid, heapUsed, atMs);
    const heapUsed = sum.at(atMs);
    record({ kind: 'heap', arm, atMs, heapUsed, external: null, pids: sum.pids(), runtime: 'node' });
  });
  return {
    env: {
      NOT_A_LEAK_HEAP_FIFO: fifo,
      NODE_OPTIONS: [nodeOptions, `--require ${quotedForNode(preload)}`].filter(Boolean).join(' '),
    },
    stop: async () => void socket.destroy(), // which closes the descriptor
  };
}

/**
 * Makes a FIFO that anyone who knows its name can write to, as the command may have changed user when it opens it.
 * Others can't find it: the folder can't be listed, and no command line, which others could read, has the name.
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

/** NODE_OPTIONS splits at blanks outside double quotes. https://nodejs.org/api/cli.html#node_optionsoptions */
function quotedForNode(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
