import { readdirSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { systemCode } from './errors.ts';

/**
 * Puts this process, or a thread that is a helper in it, before ordinary ones, so that a busy host delays neither
 * samples nor arrivals. Where that is not allowed it goes on as it is; what came late is counted in any case.
 */
export function goFirst(niceness: number): void {
  try {
    // On Linux a niceness is one thread's (setpriority(2), "C library/kernel differences"): Node reads files
    // on others.
    for (const thread of ownThreads()) setPriority(Number(thread), niceness);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ESRCH', 'ENOENT', 'ERR_SYSTEM_ERROR'].includes(systemCode(error) ?? ''))
      throw error;
  }
}

function ownThreads(): string[] {
  return isMainThread ? readdirSync('/proc/self/task') : [basename(readlinkSync('/proc/thread-self'))];
}
