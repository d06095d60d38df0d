import { setTimeout as sleep } from 'node:timers/promises';
import { readProc } from '../../harness/kernel/procfs.ts';

/** What a file says is charged, once that has come to rest: what a kernel has charged ahead goes back by and by. */
export async function restingBytes(usage: string): Promise<number> {
  for (let [before, same] = ['', 0]; ; await sleep(200)) {
    const now = readProc(usage) ?? '';
    same = now === before ? same + 1 : 0;
    if (same === 10) return Number(now);
    before = now;
  }
}
