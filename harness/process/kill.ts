import { tolerate } from '../errors.ts';

/** Kills a whole process group; fine if it is gone. */
export function killGroup(group: number): void {
  killProcess(-group);
}

/** Kills a process; fine if it is gone. */
export function killProcess(pid: number): void {
  tolerate(['ESRCH'], () => process.kill(pid, 'SIGKILL'), false);
}
