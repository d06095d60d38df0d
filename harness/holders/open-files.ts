import { readdirSync, readlinkSync, statSync } from 'node:fs';
import type { DeletedFile, WrittenFile } from '../recording/evidence-lines.ts';
import { attempt, readProc } from '../kernel/procfs.ts';

/** Files by device and inode. */
export interface FoundFiles {
  deleted: Map<string, DeletedFile>;
  /** The largest writable files on a tmpfs. */
  written: Map<string, WrittenFile>;
}

export interface OpenFiles extends FoundFiles {
  /** Inodes of sockets. */
  sockets: Set<number>;
}

interface Written extends WrittenFile {
  /** The descriptor's name in /proc/PID/fdinfo. */
  descriptors: { pid: number; fdinfo: string }[];
}

/** Tmpfs mounts: their devices, and their folders (with trailing slash) as seen by some process. */
export interface Tmpfs {
  devices: ReadonlySet<number>;
  points: string[];
}

/** Beyond this many descriptors in total, only part is inspected. */
const mostDescriptors = 50_000;
/** Writers of smaller files, or of one of so many, make no difference. */
const leastBytes = 64 * 1024;
const keptWritten = 50;

/**
 * What processes hold open: files without a name (deleted, memfd), each once; writable files on a tmpfs; and
 * sockets.
 */
export function openFiles(pids: number[], { devices, points }: Tmpfs): OpenFiles {
  const deleted = new Map<string, DeletedFile>();
  const named = new Map<string, Written>();
  const sockets = new Set<number>();
  for (const { pid, descriptor } of descriptorsOf(pids)) {
    const path = `/proc/${pid}/fd/${descriptor}`;
    const target = attempt(() => readlinkSync(path)) ?? '';
    const socket = /^socket:\[(\d+)\]$/.exec(target);
    if (socket) sockets.add(Number(socket[1]));
    // Name first: stat on a network file system may hang.
    if (!target.endsWith(deletedMark) && !points.some((point) => target.startsWith(point))) continue;
    const stats = attempt(() => statSync(path));
    if (!stats?.isFile()) continue;
    const id = `${stats.dev}:${stats.ino}`;
    const bytes = stats.blocks * 512;
    const on = target.startsWith('/memfd:') ? 'memfd' : devices.has(stats.dev) ? 'tmpfs' : 'disk';
    if (stats.nlink === 0) {
      const pidsOfIt = withPid(deleted.get(id)?.pids, pid);
      deleted.set(id, { path: target, bytes, on, pid, pids: pidsOfIt });
    } else if (on === 'tmpfs' && bytes >= leastBytes) {
      const known = named.get(id)?.descriptors ?? [];
      const descriptors = [...known, { pid, fdinfo: `/proc/${pid}/fdinfo/${descriptor}` }];
      named.set(id, { path: target, bytes, pids: [], how: 'open', descriptors });
    }
  }
  const largest = [...named].toSorted(([, a], [, b]) => b.bytes - a.bytes).slice(0, keptWritten);
  const written = largest.flatMap(([id, file]) =>
    writersOf(file).map((one): [string, WrittenFile] => [id, one]),
  );
  return { deleted, written: new Map(written), sockets };
}

/** Suffix of the kernel's name for a deleted file. */
export const deletedMark = ' (deleted)';

export function withPid(pids: number[] | undefined, pid: number): number[] {
  return pids === undefined ? [pid] : pids.includes(pid) ? pids : [...pids, pid];
}

function writersOf({ path, bytes, how, descriptors }: Written): WrittenFile[] {
  const writing = descriptors.filter(({ fdinfo }) => isForWriting(readProc(fdinfo) ?? ''));
  const pids = [...new Set(writing.map(({ pid }) => pid))];
  return pids.length === 0 ? [] : [{ path, bytes, pids, how }];
}

/** `flags:` in /proc/PID/fdinfo is octal; its lowest bits are O_RDONLY 0, O_WRONLY 1, O_RDWR 2. */
export function isForWriting(fdinfo: string): boolean {
  return (Number.parseInt(/^flags:\s+(\d+)/m.exec(fdinfo)?.[1] ?? '0', 8) & 3) !== 0;
}

function* descriptorsOf(pids: number[]): Generator<{ pid: number; descriptor: string }> {
  let left = mostDescriptors;
  for (const pid of pids) {
    const descriptors = (attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []).slice(0, Math.max(0, left));
    left -= descriptors.length;
    for (const descriptor of descriptors) yield { pid, descriptor };
  }
}
