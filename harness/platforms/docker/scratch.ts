import { constants } from 'node:fs';
import { join } from 'node:path';
import type { StartedTestContainer } from 'testcontainers';
import { mayAccess } from '../../files/rights.ts';
import { countFiles } from '../../kernel/count-files.ts';
import type { Scratch } from '../../recording/types.ts';
import { shmFolder } from '../../scenario/media.ts';
import type { Arm } from '../../scenario/types.ts';
import { appOf, scratchDir, sharesShm } from './app.ts';
import { asFailure, isDaemonGone, statusOf } from './failures.ts';
import type { DockerRun } from './run.ts';
import { stateOf } from './state.ts';

/** A folder of a pod that outlives the app's container. */
export interface Folder {
  /** Where an app of one's own sees it. */
  at?: string;
  fileSystem: 'tmpfs' | 'disk';
  /** On this host; null if it can't be seen. */
  path: string | null;
  count: () => Promise<Pick<Scratch, 'files' | 'bytes'>>;
}

/** The folders of an arm's pod, counted on this host if it sees them, else in the pod's keeper. */
export async function foldersOf(
  run: DockerRun,
  arm: Arm,
  { volume, keeper }: { volume: string; keeper: StartedTestContainer },
): Promise<Folder[]> {
  const { setup } = arm;
  const { scratchAt } = appOf(run.image, arm);
  const isOwn = 'image' in setup.app;
  const folders: Folder[] = [];
  if (sharesShm(setup) && scratchAt !== shmFolder) {
    const place = { inside: shmFolder, path: await keeperPath(run, keeper) };
    folders.push({ ...seenIn(keeper, place), fileSystem: 'tmpfs', ...(isOwn ? { at: shmFolder } : {}) });
  }
  // The sample app has a volume that it leaves empty where it is told to use shared memory.
  if (scratchAt !== null && setup.scratch.medium !== 'shm') {
    const place = { inside: scratchDir, path: await volumePath(run, volume) };
    const fileSystem = setup.scratch.medium === 'memory' ? 'tmpfs' : 'disk';
    folders.push({ ...seenIn(keeper, place), fileSystem, ...(isOwn ? { at: scratchAt } : {}) });
  }
  return folders;
}

function seenIn(
  keeper: StartedTestContainer,
  { inside, path }: { inside: string; path: string | null },
): Pick<Folder, 'path' | 'count'> {
  const rights = constants.R_OK | constants.X_OK;
  if (path === null || process.platform !== 'linux' || !mayAccess(path, rights))
    return { path: null, count: () => countInside(keeper, inside) };
  return { path, count: async () => countFiles(path) };
}

async function volumePath({ client: { daemon } }: DockerRun, volume: string): Promise<string> {
  const found = await daemon
    .getVolume(volume)
    .inspect()
    .catch((error: unknown) => {
      throw asFailure(`The volume ${volume} can't be looked at`, error);
    });
  return found.Mountpoint;
}

/** The keeper's /dev/shm, by its process: root sees it on the daemon's own host. */
async function keeperPath(
  { client, place }: DockerRun,
  keeper: StartedTestContainer,
): Promise<string | null> {
  if (place.hierarchy === null) return null;
  const state = await stateOf(client.daemon, keeper.getId());
  return state === null ? null : join(`/proc/${state.pid}/root`, shmFolder);
}

/** Zero while the pod is being removed. */
async function countInside(
  keeper: StartedTestContainer,
  inside: string,
): Promise<Pick<Scratch, 'files' | 'bytes'>> {
  try {
    return sumOf((await keeper.exec(['find', inside, '-type', 'f', '-printf', '%b\\n'])).output);
  } catch (error) {
    if (statusOf(error) !== null || isDaemonGone(error)) return { files: 0, bytes: 0 };
    throw error;
  }
}

/** Sums a listing of half-kibibyte blocks, one line per file. */
export function sumOf(listing: string): Pick<Scratch, 'files' | 'bytes'> {
  const blocks = listing.split(/\s+/).filter((word) => /^\d+$/.test(word));
  return { files: blocks.length, bytes: blocks.reduce((sum, count) => sum + Number(count) * 512, 0) };
}
