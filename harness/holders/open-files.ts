import { readdirSync, readlinkSync, statSync } from 'node:fs';
import type { DeletedFile, WrittenFile } from '../recording/evidence-lines.ts';
import { attempt, readProc } from '../kernel/procfs.ts';

/** Files by device and inode. */
export interface FoundFiles {
  deleted: Map<string, DeletedFile>;
  /** Those on a tmpfs that can be written, the largest. */
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

/** Where files on a tmpfs are: the devices, and the folders (with a slash behind) as some process sees them. */
export interface Tmpfs {
  devices: ReadonlySet<number>;
  points: string[];
}

/** Processes with more descriptors, all together, are looked at in part. */
const mostDescriptors = 50_000;
/** Who writes a smaller file, or one of so many, makes no difference. */
const leastBytes = 64 * 1024;
const keptWritten = 50;

/**
 * What the processes hold open: files that have no name (deleted ones, memfd among them), each once; files on a
 * tmpfs that they may write; and sockets.
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
    // By name first: to ask a network file system for a file's number may take for ever.
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

/** How the kernel ends the name of a file that has none any more. */
export const deletedMark = ' (deleted)';

export function withPid(pids: number[] | undefined, pid: number): number[] {
  return pids === undefined ? [pid] : pids.includes(pid) ? pids : [...pids, pid];
}

function writersOf({ path, bytes, how, descriptors }: Written): WrittenFile[] {
  const writing = descriptors.filter(({ fdinfo }) => isForWriting(readProc(fdinfo) ?? ''));
  const pids = [...new Set(writing.map(({ pid }) => pid))];
  return pids.length === 0 ? [] : [{ path, bytes, pids, how }];
}

/** `flags:` of /proc/PID/fdinfo is octal; its lowest bits are O_RDONLY 0, O_WRONLY 1, O_RDWR 2. */
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
