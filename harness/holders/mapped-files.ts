import { readFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import type { DeletedFile, WrittenFile } from '../recording/evidence-lines.ts';
import { deletedMark, withPid, type FoundFiles, type Tmpfs } from './open-files.ts';
import { attempt, isGone } from '../kernel/procfs.ts';

/** Beyond this many mappings, only part of a process is inspected. */
const mostMappings = 2000;

/**
 * Memory-backed files that processes have mapped shared: their descriptors are often closed by then. Leaves out
 * System V segments, which are counted separately.
 */
export async function mappedFiles(pids: number[], { devices }: Tmpfs): Promise<FoundFiles> {
  const deleted = new Map<string, DeletedFile>();
  const written = new Map<string, WrittenFile>();
  for (const { pid, maps } of await Promise.all(pids.map(mapsOf))) {
    for (const { range, path } of sharedMappings(maps).slice(0, mostMappings)) {
      // The kernel's own name for the file, whatever became of the path (proc_pid_map_files(5)).
      const stats = attempt(() => statSync(`/proc/${pid}/map_files/${range}`));
      if (!stats) continue;
      const id = `${stats.dev}:${stats.ino}`;
      const bytes = stats.blocks * 512;
      if (stats.nlink === 0) {
        const on = isMemfd(path) ? 'memfd' : devices.has(stats.dev) ? 'tmpfs' : 'disk';
        const pidsOfIt = withPid(deleted.get(id)?.pids, pid);
        deleted.set(id, { path, bytes, on, pid, pids: pidsOfIt });
      } else if (devices.has(stats.dev)) {
        written.set(id, { path, bytes, pids: withPid(written.get(id)?.pids, pid), how: 'mapped' });
      }
    }
  }
  return { deleted, written };
}

/** `/dev/zero (deleted)` is anonymous memory shared with children. */
function isMemfd(path: string): boolean {
  return path.startsWith('/memfd:') || path === `/dev/zero${deletedMark}`;
}

/** `FROM-TO rw-s OFFSET DEVICE INODE   PATH`: writable shared mappings of a file. */
export function sharedMappings(maps: string): { range: string; path: string }[] {
  return maps.split('\n').flatMap((line) => {
    const [, range, path] = /^(\S+) .w.s \S+ \S+ \d+ +(\/.*)$/.exec(line) ?? [];
    if (range === undefined || path === undefined || path.startsWith('/SYSV')) return [];
    return [{ range, path }];
  });
}

async function mapsOf(pid: number): Promise<{ pid: number; maps: string }> {
  try {
    return { pid, maps: await readFile(`/proc/${pid}/maps`, 'utf8') };
  } catch (error) {
    if (isGone(error)) return { pid, maps: '' };
    throw error;
  }
}
