import { constants } from 'node:fs';
import type { StartedTestContainer } from 'testcontainers';
import { mayAccess } from '../../files/rights.ts';
import type { Scratch } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { countFiles } from '../../kernel/count-files.ts';
import { scratchDir } from './app.ts';
import type { Client } from './client.ts';
import { asFailure, isDaemonGone, statusOf } from './failures.ts';

/** Counts what an arm's volume holds: in the daemon's own folder if visible, else in its keeper. */
export async function scratchMeter(
  { daemon }: Client,
  { setup }: Arm,
  volume: string,
  keeper: StartedTestContainer,
): Promise<() => Promise<Scratch>> {
  const { medium } = setup.scratch;
  if (medium === 'shm')
    return async () => ({ ...(await countInside(keeper, '/dev/shm')), fileSystem: 'tmpfs' });
  const fileSystem = medium === 'memory' ? 'tmpfs' : 'disk';
  const { Mountpoint: directory } = await daemon
    .getVolume(volume)
    .inspect()
    .catch((error: unknown) => {
      throw asFailure(`The volume ${volume} can't be looked at`, error);
    });
  if (process.platform === 'linux' && mayAccess(directory, constants.R_OK | constants.X_OK))
    return async () => ({ ...countFiles(directory), fileSystem });
  return async () => ({ ...(await countInside(keeper, scratchDir)), fileSystem });
}

/** Null while the pod is being removed. */
async function countInside(
  keeper: StartedTestContainer,
  folder: string,
): Promise<Pick<Scratch, 'files' | 'bytes'>> {
  try {
    return sumOf((await keeper.exec(['find', folder, '-type', 'f', '-printf', '%b\\n'])).output);
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
