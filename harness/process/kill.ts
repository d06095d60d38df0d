import { systemCode } from '../errors.ts';

/** Kills a process group as a whole; one that is gone is fine. */
export function killGroup(group: number): void {
  killProcess(-group);
}

/** Kills a process; one that is gone is fine. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
