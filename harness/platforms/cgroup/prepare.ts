import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupVersions, makeCgroup } from '../../kernel/cgroups.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';
import { freePort as findFreePort } from '../../process/free-port.ts';
import { userBehindSudo, type User } from '../../process/step-down.ts';
import type { PreparedPlatform, RunContext } from '../platform.ts';
import { makePod } from './pod.ts';
import type { CgroupOptions } from './options.ts';
import type { CgroupRun } from './run.ts';
import { openIo } from './slow-disk.ts';
import { delegatedParent } from './systemd-scope.ts';

/** What is known of this host. */
export interface Place {
  hierarchy: MemoryHierarchy;
  parent: string;
  disk: string | null;
  user: User | null;
  /** How many arms memory has room for. */
  room: number;
}

/** An app starts in half a second, or over two while other arms use the processors. */
const aheadMs = 2000;

/** Makes what a run's pods share: its cgroup, and its folder on a disk. */
export async function prepare(
  { ledger, workFolder, programs }: RunContext,
  { hierarchy: { version: cgroupVersion }, parent, disk, user, room }: Place,
  { env, freePort = findFreePort }: CgroupOptions,
  signal: AbortSignal,
): Promise<PreparedPlatform> {
  const runCgroup = join(await delegatedParent(cgroupVersion, parent, ledger, signal), ledger.name);
  ledger.enter({ kind: 'cgroup', name: runCgroup });
  makeCgroup(runCgroup);
  cgroupVersions[cgroupVersion].openToChildren(runCgroup);
  if (cgroupVersion === 2) openIo(runCgroup);
  const diskFolder = disk === null ? null : join(disk, ledger.name);
  if (diskFolder !== null) {
    ledger.enter({ kind: 'folder', name: diskFolder });
    mkdirSync(diskFolder, { mode: 0o711 });
  }
  const places = { cgroupVersion, runCgroup, diskFolder, workFolder };
  const caller = userBehindSudo(env);
  const run: CgroupRun = { ...places, ledger, user, caller, programs, env, freePort };
  return {
    makePod: (arm, record) => makePod(run, arm, record),
    load: null,
    restartsMs: () => 0, // the back-off is fast enough here for any load
    upAheadMs: (jobs) => (jobs > 1 && jobs < room ? aheadMs : 0),
    close: async () => undefined, // the ledger has it all
  };
}
