import { readdirSync, readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { systemCode, tolerate } from '../errors.ts';

/**
 * Puts this process, or a thread that is a helper in it, before ordinary ones, so that a busy host delays neither
 * samples nor arrivals. Where that is not allowed it goes on as it is; what came late is counted in any case.
 */
export function goFirst(niceness: number): void {
  if (isMainThread) putFirst('self', niceness);
  else setNiceness([basename(readlinkSync('/proc/thread-self'))], niceness);
}

/** The same for another process with all its threads; what it starts from then on has it from them. */
export function putFirst(pid: number | 'self', niceness: number): void {
  // On Linux a niceness is one thread's (setpriority(2), "C library/kernel differences"): Node reads files on others.
  setNiceness(threadsOf(pid), niceness);
}

/**
 * Puts the main thread behind others until `back` is called, for work that has time: on few processors it would else
 * take turns with what is measured. It still gets a fourth of a processor that it shares with one other.
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

/** None where it has ended, and where there is no Linux. */
function threadsOf(pid: number | 'self'): string[] {
  return tolerate(['ENOENT', 'ESRCH'], () => readdirSync(`/proc/${pid}/task`), []);
}
