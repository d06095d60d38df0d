import { readdirSync, readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { systemCode, tolerate } from '../errors.ts';

/**
 * Raises the priority of this process, or of a helper thread in it, so that a busy host delays neither samples nor
 * arrivals. Where not permitted, it runs as it is; delays are counted in any case.
 */
export function goFirst(niceness: number): void {
  if (isMainThread) putFirst('self', niceness);
  else setNiceness([basename(readlinkSync('/proc/thread-self'))], niceness);
}

/** The same for all threads of another process; what it starts later inherits it. */
export function putFirst(pid: number | 'self', niceness: number): void {
  // On Linux niceness is per thread (setpriority(2), "C library/kernel differences"): Node reads files on others.
  setNiceness(threadsOf(pid), niceness);
}

/**
 * Lowers the main thread's priority until `back` is called, for work that can wait: on few processors it would
 * otherwise compete with what is measured. It still gets a fourth of a processor shared with one other.
 */
export function stepBack(): { back: () => void } {
  const main = [`${process.pid}`];
  const before = getPriority();
  setNiceness(main, Math.min(before + 5, constants.priority.PRIORITY_LOW));
  return { back: () => setNiceness(main, before) };
}

function setNiceness(threads: string[], niceness: number): void {
  try {
    for (const thread of threads) setPriority(Number(thread), niceness);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ESRCH', 'ENOENT', 'ERR_SYSTEM_ERROR'].includes(systemCode(error) ?? ''))
      throw error;
  }
}

/** Empty if it has ended, or without Linux. */
function threadsOf(pid: number | 'self'): string[] {
  return tolerate(['ENOENT', 'ESRCH'], () => readdirSync(`/proc/${pid}/task`), []);
}
