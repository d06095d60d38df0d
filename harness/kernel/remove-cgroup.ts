import { readdirSync, rmdirSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../errors.ts';
import { killProcess } from '../process/kill.ts';
import { pidsAt } from './pids-in.ts';

/** Kills what is left in a cgroup and its descendants, and removes them. Fine if already gone. */
export async function removeCgroup(folder: string): Promise<void> {
  // A killed process leaves its cgroup shortly after its end; until then the folder is busy. It may also have just
  // made another child.
  for (let tries = 0; ; tries++) {
    if (existsSync(folder)) killProcessesIn(folder);
    for (const name of foldersIn(folder)) await removeCgroup(join(folder, name));
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

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Including descendants, if the kernel can do it (v2). */
function killProcessesIn(folder: string): void {
  if (!killAtOnce(folder)) for (const pid of pidsAt(folder)) killProcess(pid);
}

/**
 * Has the kernel kill all processes of a cgroup and its descendants, even those being forked: v2 since Linux 5.14.
 * False if it can't: no such file, or a threaded cgroup (ENOTSUP).
 * https://docs.kernel.org/admin-guide/cgroup-v2.html ("cgroup.kill")
 */
function killAtOnce(folder: string): boolean {
  try {
    writeFileSync(join(folder, 'cgroup.kill'), '1', { flag: 'r+' }); // never create it
    return true;
  } catch (error) {
    if (['ENOENT', 'ENODEV', 'ENOTSUP'].includes(systemCode(error) ?? '')) return false;
    throw error;
  }
}
