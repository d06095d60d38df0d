import { setTimeout as sleep } from 'node:timers/promises';
import { allPids, readProc } from '../kernel/procfs.ts';
import { killProcess } from '../process/kill.ts';
import { runVariable } from './resource.ts';

const rounds = 100;
const pauseMs = 20;

/** Kills all processes of a run but this one; throws if some do not end, such as one blocked on a disk. */
export async function endProcesses(run: string): Promise<void> {
  const left = await killProcesses(run);
  if (left.length > 0) throw new Error(`${left.join(', ')} did not end in spite of SIGKILL`);
}

/** Kills all processes of a run but this one, including new children; returns those left. */
export async function killProcesses(run: string): Promise<number[]> {
  let pids = processesOf(run);
  for (let round = 0; round < rounds && pids.length > 0; round++) {
    for (const pid of pids) killProcess(pid);
    await sleep(pauseMs);
    pids = processesOf(run);
  }
  return pids;
}

/**
 * A run's processes, found by a variable in their environment. None without /proc, where the end of stdin ends
 * them.
 */
export function processesOf(run: string): number[] {
  const mark = `${runVariable}=${run}\0`;
  return allPids().filter((pid) => {
    const environment = readProc(`/proc/${pid}/environ`) ?? ''; // as it was at exec
    return pid !== process.pid && `\0${environment}`.includes(`\0${mark}`);
  });
}
