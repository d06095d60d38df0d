import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../errors.ts';
import { runVariable } from './owed.ts';

const rounds = 100;
const pauseMs = 20;

/** Kills all processes of a run but this one, with those that they start meanwhile. */
export async function killProcesses(run: string): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const pids = processesOf(run);
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
    await sleep(pauseMs);
  }
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
