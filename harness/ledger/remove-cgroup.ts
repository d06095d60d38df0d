import { readFileSync, readdirSync, rmdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../errors.ts';

/** Kills what is left in a cgroup and those below it, and removes them. Gone already is fine. */
export async function removeCgroup(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeCgroup(join(folder, entry.name));
  }
  // A killed process leaves its cgroup a moment after its end; until then the folder is busy.
  for (let tries = 0; ; tries++) {
    killAll(folder);
    try {
      rmdirSync(folder);
      return;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return;
      if (systemCode(error) !== 'EBUSY' || tries >= 200) throw error;
    }
    await sleep(10);
  }
}

function killAll(folder: string): void {
  const pids = readIfThere(join(folder, 'cgroup.procs')).split('\n').map(Number);
  // One of another PID namespace has the number 0 here, which stands for this process's own group.
  for (const pid of pids.filter((number) => number > 0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (systemCode(error) !== 'ESRCH') throw error;
    }
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENODEV') return '';
    throw error;
  }
}
