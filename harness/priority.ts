import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { systemCode } from './errors.ts';

/**
 * Puts this process before ordinary ones, so that a busy host delays neither samples nor arrivals. Where
 * that is not allowed it goes on as it is; what came late is counted in any case.
 */
export function goFirst(niceness: number): void {
  try {
    // On Linux a niceness is one thread's (setpriority(2), "C library/kernel differences"): Node reads files
    // on others.
    for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), niceness);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ESRCH', 'ENOENT', 'ERR_SYSTEM_ERROR'].includes(systemCode(error) ?? ''))
      throw error;
  }
}
