import { accessSync, constants } from 'node:fs';
import { systemCode } from '../../errors.ts';
import type { Scratch } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { countFiles } from '../../kernel/count-files.ts';
import { scratchDir } from './app.ts';
import type { Client } from './client.ts';
import { asFailure, isDaemonGone, statusOf } from './failures.ts';

/** Counts what lies on an arm's volume: in the daemon's own folder where it is to be seen, else in its keeper. */
export async function scratchMeter(
  { daemon }: Client,
  arm: Arm,
  { volume, keeper }: { volume: string; keeper: string },
): Promise<() => Promise<Scratch>> {
  if (arm.setup.scratch.medium === 'shm')
    return async () => ({ ...sumOf(await listInside(daemon, keeper, '/dev/shm')), fileSystem: 'tmpfs' });
  const fileSystem = arm.setup.scratch.medium === 'memory' ? 'tmpfs' : 'disk';
  const { Mountpoint: directory } = await daemon
    .getVolume(volume)
    .inspect()
    .catch((error: unknown) => {
      throw asFailure(`The volume ${volume} can't be looked at`, error);
    });
  if (isReadable(directory)) return async () => ({ ...countFiles(directory), fileSystem });
  return async () => ({ ...sumOf(await listInside(daemon, keeper, scratchDir)), fileSystem });
}

/** Half-kibibyte blocks, a line a file. */
async function listInside(daemon: Client['daemon'], keeper: string, folder: string): Promise<string> {
  try {
    const list = ['find', folder, '-type', 'f', '-printf', '%b\\n'];
    const exec = await daemon.getContainer(keeper).exec({ Cmd: list, AttachStdout: true, Tty: true });
    const stream = await exec.start({ Tty: true });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  } catch (error) {
    if (statusOf(error) !== null || isDaemonGone(error)) return ''; // the pod is being removed
    throw error;
  }
}

export function sumOf(listing: string): { files: number; bytes: number } {
  const blocks = listing.split(/\s+/).filter((word) => /^\d+$/.test(word));
  return { files: blocks.length, bytes: blocks.reduce((sum, count) => sum + Number(count) * 512, 0) };
}

function isReadable(directory: string): boolean {
  try {
    accessSync(directory, constants.R_OK | constants.X_OK);
    return process.platform === 'linux';
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}
