import { statSync, statfsSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parseMounts } from '../kernel/mounts.ts';
import type { TmpfsMount } from '../recording/evidence-lines.ts';
import { ownTmpfs } from '../kernel/tmpfs.ts';
import { filesSince } from './files.ts';
import { namespaceOf } from './mount-namespace.ts';
import { othersFiles } from './others-files.ts';
import type { Tmpfs } from './open-files.ts';
import { seerOfVolumes } from './pod-volumes.ts';
import { attempt, readProc } from '../kernel/procfs.ts';

/** A tmpfs that a process can see: `root` leads to it from here, `point` is the process's own path. */
interface Seen {
  device: number;
  point: string;
  root: string;
  own: boolean;
}

const memoryFileSystems = new Set(['tmpfs', 'devtmpfs']);

/**
 * The tmpfs mounts visible to this process and to `pids`, each once, with their usage. With `sinceMs` (wall clock)
 * also counts files changed since, which takes a walk.
 */
export function tmpfsMounts(pids: number[], sinceMs: number | null): TmpfsMount[] {
  return measured(seenBy(['self', ...otherNamespaces(pids)]), pids, sinceMs);
}

/**
 * The same for those that `pids` can see, and for nobody else's: of a pod, its volumes and its /dev/shm. Each says
 * whether it is `shared` with the host. Those of a pod are seen even while none of its containers runs.
 */
export function theirTmpfsMounts(pids: number[], sinceMs: number | null, podUid?: string): TmpfsMount[] {
  const hosts = new Map(mountsOf('self').map(({ device, point }) => [device, point]));
  const isAtHome = pids.some((pid) => namespaceOf(pid) === namespaceOf('self'));
  const own = seenBy([...otherNamespaces(pids), ...(isAtHome ? ['self'] : [])]);
  const devices = new Set(own.map(({ device }) => device));
  const volumes = podUid === undefined ? [] : volumesOf(podUid).filter(({ device }) => !devices.has(device));
  const mounts = [...own, ...volumes];
  const shared = new Set(
    mounts.filter(({ device, point }) => hosts.get(device) === point).map(({ point }) => point),
  );
  return measured(mounts, pids, sinceMs).map((mount) => ({ ...mount, shared: shared.has(mount.point) }));
}

function seenBy(pids: (number | string)[]): Seen[] {
  const seen = new Map<number, Seen>();
  for (const pid of pids)
    for (const mount of mountsOf(pid)) if (!seen.has(mount.device)) seen.set(mount.device, mount);
  return [...seen.values()];
}

/** A pod's volumes, by their names. */
function volumesOf(podUid: string): Seen[] {
  const seer = seerOfVolumes(podUid);
  if (seer === null) return [];
  return mountsOf(seer.pid)
    .filter(
      ({ point }) =>
        point.startsWith(seer.below) && !point.includes('~projected/') && !point.includes('~secret/'),
    )
    .map((mount) => ({ ...mount, point: mount.point.split('/').at(-1) ?? mount.point }));
}

function measured(mounts: Seen[], pids: number[], sinceMs: number | null): TmpfsMount[] {
  const isOthers = othersFiles(
    pids,
    mounts.filter(({ own }) => !own).map(({ point }) => point),
  );
  return mounts.flatMap(({ point, root, own }) => {
    const size = sizeOf(root);
    if (size === null) return [];
    const files = sinceMs === null ? null : filesSince(root, point, sinceMs, isOthers);
    return [{ point, ...size, own, files }];
  });
}

/** Where these mounts are, to tell if an open file is on one. */
export function whereTmpfs(pids: number[]): Tmpfs {
  const mounts = ['self', ...otherNamespaces(pids)].flatMap(mountsOf);
  return {
    devices: new Set(mounts.map(({ device }) => device)),
    points: [...new Set(mounts.map(({ point }) => (point === '/' ? point : `${point}/`)))],
  };
}

function mountsOf(pid: number | string): Seen[] {
  const mountinfo = readProc(`/proc/${pid}/mountinfo`) ?? '';
  // Of several mounts on one folder only the last is visible.
  const seen = new Map(parseMounts(mountinfo).map((mount) => [mount.point, mount]));
  const mounts = [...seen.values()].filter(({ fileSystem }) => memoryFileSystems.has(fileSystem));
  return mounts.flatMap(({ point, device: source }) => {
    const root = pid === 'self' ? point : join(`/proc/${pid}/root`, point);
    const device = attempt(() => statSync(root).dev);
    return device === null ? [] : [{ device, point, root, own: source === ownTmpfs }];
  });
}

/** One process per mount namespace other than this one's. */
function otherNamespaces(pids: number[]): number[] {
  const found = new Map<number, number>();
  for (const pid of pids) {
    const namespace = namespaceOf(pid);
    if (namespace !== null && namespace !== namespaceOf('self')) found.set(namespace, pid);
  }
  return [...found.values()];
}

function sizeOf(root: string): { usedBytes: number; sizeBytes: number } | null {
  return attempt(() => {
    const { blocks, bfree, bsize } = statfsSync(root);
    return { usedBytes: (blocks - bfree) * bsize, sizeBytes: blocks * bsize };
  });
}
