import { readdirSync, rmdirSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../errors.ts';
import { killProcess } from '../process/kill.ts';
import { pidsAt } from './pids-in.ts';

/** Kills what is left in a cgroup and those below it, and removes them. Gone already is fine. */
export async function removeCgroup(folder: string): Promise<void> {
  // A killed process leaves its cgroup a moment after its end; until then the folder is busy. It may have made
  // another one below meanwhile.
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

/** Those of cgroups below it, too, where the kernel does it (v2). */
function killProcessesIn(folder: string): void {
  if (!killAtOnce(folder)) for (const pid of pidsAt(folder)) killProcess(pid);
}

/**
 * Has the kernel kill all processes of a cgroup and of those below it, also those that are being forked: v2 from Linux
 * 5.14 on. False where it can't: there is no such file, or the cgroup is a threaded one (ENOTSUP).
 * https://docs.kernel.org/admin-guide/cgroup-v2.html ("cgroup.kill")
 */
function killAtOnce(folder: string): boolean {
  try {
    writeFileSync(join(folder, 'cgroup.kill'), '1', { flag: 'r+' }); // never made anew
    return true;
  } catch (error) {
    if (['ENOENT', 'ENODEV', 'ENOTSUP'].includes(systemCode(error) ?? '')) return false;
    throw error;
  }
}
