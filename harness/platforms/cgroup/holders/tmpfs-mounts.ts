import { statSync, statfsSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parseMounts } from '../disk.ts';
import type { TmpfsMount } from '../../../recording/evidence-lines.ts';
import { isGone, readProc } from './processes.ts';
import { filesSince } from './files.ts';

/** A tmpfs that a process can see: `root` leads to it from here, `point` is its own name for it. */
interface Seen {
  device: number;
  point: string;
  root: string;
}

const memoryFileSystems = new Set(['tmpfs', 'devtmpfs']);

/**
 * The tmpfs mounts that this process and those of `pids` can see, each once, with what they use. With
 * `sinceMs` (wall clock) their files that changed since are counted as well, which takes a walk.
 */
export function tmpfsMounts(pids: number[], sinceMs: number | null): TmpfsMount[] {
  const seen = new Map<number, Seen>();
  for (const pid of ['self', ...otherNamespaces(pids)])
    for (const mount of mountsOf(pid)) if (!seen.has(mount.device)) seen.set(mount.device, mount);
  return [...seen.values()].flatMap(({ point, root }) => {
    const usedBytes = usedOf(root);
    if (usedBytes === null) return [];
    return [{ point, usedBytes, files: sinceMs === null ? null : filesSince(root, point, sinceMs) }];
  });
}

/** The device numbers of these mounts, to tell whether an open file lies on one. */
export function tmpfsDevices(): Set<number> {
  return new Set(mountsOf('self').map(({ device }) => device));
}

function mountsOf(pid: number | string): Seen[] {
  const mountinfo = readProc(`/proc/${pid}/mountinfo`) ?? '';
  const points = parseMounts(mountinfo).filter(({ fileSystem }) => memoryFileSystems.has(fileSystem));
  return points.flatMap(({ point }) => {
    const root = pid === 'self' ? point : join(`/proc/${pid}/root`, point);
    try {
      return [{ device: statSync(root).dev, point, root }];
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  });
}

/** One process for each mount namespace other than this one's. */
function otherNamespaces(pids: number[]): number[] {
  const found = new Map<number, number>();
  for (const pid of pids) {
    const namespace = namespaceOf(pid);
    if (namespace !== null && namespace !== namespaceOf('self')) found.set(namespace, pid);
  }
  return [...found.values()];
}

function namespaceOf(pid: number | string): number | null {
  try {
    return statSync(`/proc/${pid}/ns/mnt`).ino;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function usedOf(root: string): number | null {
  try {
    const { blocks, bfree, bsize } = statfsSync(root);
    return (blocks - bfree) * bsize;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
