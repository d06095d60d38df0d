import { realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import { mayAccess } from '../files/rights.ts';
import { mountOf, ownMounts, type Mount } from './mounts.ts';

/** File systems on a block device that use the kernel's page cache (zfs has its own). */
const onDisk = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs', 'bcachefs', 'overlay']);

/**
 * The folder for disk scratch: the one the user names, or the first of this folder, the temporary folder, /var/tmp
 * and any other mounted disk that is on a disk file system. Throws a Failure of kind `missing` if there is none.
 */
export function findDisk(
  named: string | undefined,
  cwd: string,
  option = '--scratch-dir (or REPRO_SCRATCH_DIR)',
): { directory: string; mount: Mount } {
  const hint = `Point ${option} at a folder on ext4, xfs, btrfs or the like.`;
  const mounts = ownMounts();
  const others = mounts
    .filter(isDisk)
    .filter(({ point }) => mayAccess(point)) // not into the layers of a container
    .toSorted((a, b) => freeBytes(b.point) - freeBytes(a.point));
  const candidates =
    named === undefined ? [cwd, tmpdir(), '/var/tmp', ...others.map(({ point }) => point)] : [named];
  for (const candidate of candidates) {
    const directory = resolve(cwd, candidate); // cleanup may run in another working folder
    const mount = mountOf(realpathOf(directory, named, hint), mounts);
    if (mount && isDisk(mount)) return { directory, mount };
    if (named !== undefined) throw notOnDisk(named, mount, hint);
  }
  throw new Failure('missing', 'No disk is mounted that the scratch could go on.', { hint });
}

function isDisk({ fileSystem, readOnly }: Mount): boolean {
  return onDisk.has(fileSystem) && !readOnly;
}

function notOnDisk(directory: string, mount: Mount | undefined, hint: string): Failure {
  const kind = mount?.readOnly ? 'read-only' : (mount?.fileSystem ?? 'nothing known');
  const why = kind === 'tmpfs' ? ': its files are memory themselves' : '';
  return new Failure('missing', `Disk scratch can't be in ${directory}: that is ${kind}${why}.`, { hint });
}

function realpathOf(directory: string, named: string | undefined, hint: string): string {
  try {
    return realpathSync(directory);
  } catch (error) {
    if (named === undefined) return directory;
    throw new Failure('missing', `Disk scratch can't be in ${directory} (${systemCode(error)}).`, {
      hint,
      cause: error,
    });
  }
}

/** The space left for ordinary users. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
