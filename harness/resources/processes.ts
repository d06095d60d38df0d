import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../errors.ts';
import { runVariable } from './owed.ts';

const rounds = 100;
const pauseMs = 20;

/** Kills all processes of a run but this one; throws where some do not end, as one that waits for a disk. */
export async function endProcesses(run: string): Promise<void> {
  const left = await killProcesses(run);
  if (left.length > 0) throw new Error(`${left.join(', ')} did not end in spite of SIGKILL`);
}

/** Kills all processes of a run but this one, with those that they start meanwhile; gives those that are left. */
export async function killProcesses(run: string): Promise<number[]> {
  let pids = processesOf(run);
  for (let round = 0; round < rounds && pids.length > 0; round++) {
    for (const pid of pids) kill(pid);
    await sleep(pauseMs);
    pids = processesOf(run);
  }
  return pids;
}

/** Processes that a run started, by the variable that each of them was started with. None without /proc. */
export function processesOf(run: string): number[] {
  const mark = `${runVariable}=${run}\0`;
  return pidsHere().filter((pid) => pid !== process.pid && `\0${environmentOf(pid)}`.includes(`\0${mark}`));
}

function pidsHere(): number[] {
  if (process.platform !== 'linux') return []; // there the end of stdin ends them
  return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? [Number(entry)] : []));
}

/** As it was at the start; empty for one that is over, or not this user's. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) return '';
    throw error;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
