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
  count: () => Promise<Pick<Scratch, 'files' | 'bytes'>>;
}

/** Counts what these folders hold: those in memory together, or the one on a disk if nothing is in memory. */
export async function countFolders(folders: Folder[]): Promise<Scratch> {
  const inMemory = folders.filter(({ fileSystem }) => fileSystem === 'tmpfs');
  const counts = await Promise.all(inMemory.map(({ count }) => count()));
  const files = counts.reduce((sum, one) => sum + one.files, 0);
  const bytes = counts.reduce((sum, one) => sum + one.bytes, 0);
  const disk = folders.find(({ fileSystem }) => fileSystem === 'disk');
  return disk && files === 0
    ? { ...(await disk.count()), fileSystem: 'disk', ...placesOf([disk]) }
    : { files, bytes, fileSystem: 'tmpfs', ...placesOf(inMemory) };
}

function placesOf(folders: Folder[]): Pick<Scratch, 'at'> {
  const at = folders.flatMap((folder) => folder.at ?? []);
  return at.length === 0 ? {} : { at };
}

/** The folders of an arm's pod, counted on this host if it sees them, else in the pod's keeper. */
export async function foldersOf(
  run: DockerRun,
  { setup }: Arm,
  volume: string,
  keeper: StartedTestContainer,
): Promise<Folder[]> {
  const { scratchAt } = appOf(run.image, setup);
  const seenAt = (at: string) => ('image' in setup.app ? { at } : {});
  const folders: Folder[] = [];
  if (sharesShm(setup) && scratchAt !== shmFolder) {
    const count = counterOf(keeper, shmFolder, await keeperPath(run, keeper));
    folders.push({ count, fileSystem: 'tmpfs', ...seenAt(shmFolder) });
  }
  // The sample app leaves its volume empty where it is told to use shared memory.
  if (scratchAt !== null && setup.scratch.medium !== 'shm') {
    const count = counterOf(keeper, scratchDir, await volumePath(run, volume));
    const fileSystem = setup.scratch.medium === 'memory' ? 'tmpfs' : 'disk';
    folders.push({ count, fileSystem, ...seenAt(scratchAt) });
  }
  return folders;
}

/** `inside`: in the keeper; `path`: on this host, if it sees it. */
function counterOf(keeper: StartedTestContainer, inside: string, path: string | null): Folder['count'] {
  const isSeen = path !== null && process.platform === 'linux';
  if (isSeen && mayAccess(path, constants.R_OK | constants.X_OK)) return async () => countFiles(path);
  return () => countInside(keeper, inside);
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
