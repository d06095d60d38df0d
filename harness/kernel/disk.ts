import {
  accessSync,
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { monotonicMs } from '../process/clock.ts';
import { Failure, systemCode } from '../errors.ts';
import type { Ledger } from '../resources/ledger.ts';
import { unescapeOctal } from './unescape-octal.ts';

/** A mounted file system, from /proc/self/mountinfo. */
export interface Mount {
  point: string;
  fileSystem: string;
  device: string;
  readOnly: boolean;
}

/** File systems on a block device whose cache is the kernel's page cache (zfs has a cache of its own). */
const onDisk = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs', 'bcachefs', 'overlay']);

export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const [, , , , point, options] = before?.split(' ') ?? [];
    const [fileSystem, device] = after?.split(' ') ?? [];
    if (point === undefined || fileSystem === undefined || device === undefined) return [];
    const readOnly = options?.split(',').includes('ro') ?? false;
    return [{ point: unescapeOctal(point), fileSystem, device, readOnly }];
  });
}

/** The mount that a path lies on: the last of those with the longest mount point above it. */
export function mountOf(path: string, mounts: Mount[]): Mount | undefined {
  return mounts
    .filter(({ point }) => path === point || path.startsWith(point.endsWith(sep) ? point : point + sep))
    .reduce<Mount | undefined>(
      (best, mount) => (mount.point.length >= (best?.point.length ?? 0) ? mount : best),
      undefined,
    );
}

/**
 * The folder for disk scratch: the one that the user names, or the first of this folder, the temporary
 * folder, /var/tmp and any other mounted disk that lies on a disk file system. Throws a Failure of kind
 * `missing` where it is none.
 */
export function findDisk(
  named: string | undefined,
  cwd: string,
  option = '--scratch-dir (or REPRO_SCRATCH_DIR)',
): { directory: string; mount: Mount } {
  const hint = hintFor(option);
  const mounts = parseMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
  const others = mounts
    .filter(isDisk)
    .filter(canLookInto)
    .toSorted((a, b) => freeBytes(b.point) - freeBytes(a.point));
  const candidates =
    named === undefined ? [cwd, tmpdir(), '/var/tmp', ...others.map(({ point }) => point)] : [named];
  for (const candidate of candidates) {
    const directory = resolve(cwd, candidate); // what undoes it may have another folder for its own
    const mount = mountOf(realpathOf(directory, named, hint), mounts);
    if (mount && isDisk(mount)) return { directory, mount };
    if (named !== undefined) throw notOnDisk(named, mount, hint);
  }
  throw new Failure('missing', 'No disk file system is mounted where the disk scratch could go.', { hint });
}

function hintFor(option: string): string {
  return `Point ${option} at a folder on ext4, xfs, btrfs or the like.`;
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

/** What an ordinary user may still write there. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** What a user may not look into, such as the layers of a container, is no place for anything. */
function canLookInto({ point }: Mount): boolean {
  try {
    accessSync(point);
    return true;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

/** Bytes per second that reach the disk in one short write, synced. Takes 50 ms or so on an SSD. */
export function measureDisk(directory: string, ledger: Pick<Ledger, 'name' | 'owe'>): number {
  const folder = join(directory, `${ledger.name}.speed`);
  const debt = ledger.owe({ kind: 'folder', name: folder });
  mkdirSync(folder);
  const block = Buffer.alloc(1024 * 1024, 'not a leak');
  const blocks = 16;
  try {
    const file = openSync(join(folder, 'file'), 'wx');
    const startedMs = monotonicMs();
    for (let index = 0; index < blocks; index++) writeSync(file, block);
    fdatasyncSync(file);
    closeSync(file);
    return (blocks * block.length * 1000) / (monotonicMs() - startedMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    debt.settled();
  }
}
