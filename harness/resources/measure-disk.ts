import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from '../process/clock.ts';
import type { Ledger } from './ledger.ts';

/** Bytes per second that reach the disk in one short synced write. Takes about 50 ms on an SSD. */
export function measureDisk(directory: string, ledger: Pick<Ledger, 'name' | 'enter'>): number {
  const folder = join(directory, `${ledger.name}.speed`);
  const entry = ledger.enter({ kind: 'folder', name: folder });
  mkdirSync(folder);
  const block = Buffer.alloc(1024 * 1024, 'not a leak');
  const blocks = 16;
  try {
    const file = openSync(join(folder, 'file'), 'wx');
    const startedMs = monotonicMs();
    for (let index = 0; index < blocks; index++) writeSync(file, block);
    fdatasyncSync(file);
    closeSync(file);
    return (blocks * block.length * 1000) / (monotonicMs() - startedMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    entry.settled();
  }
}
