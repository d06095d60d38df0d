import { readdirSync, readlinkSync, statSync } from 'node:fs';
import type { DeletedFile } from '../../../recording/evidence-lines.ts';
import { attempt } from './processes.ts';

export interface OpenFiles {
  deleted: DeletedFile[];
  /** Inodes of sockets. */
  sockets: Set<number>;
}

/** A process with more descriptors is looked at in part. */
const mostDescriptors = 20_000;

/** What the processes hold open that has no name: deleted files (memfd among them), each once, and sockets. */
export function openFiles(pids: number[], tmpfs: ReadonlySet<number>): OpenFiles {
  const deleted = new Map<string, DeletedFile>();
  const sockets = new Set<number>();
  for (const pid of pids) {
    for (const descriptor of descriptorsOf(pid)) {
      const path = `/proc/${pid}/fd/${descriptor}`;
      const target = attempt(() => readlinkSync(path)) ?? '';
      const socket = /^socket:\[(\d+)\]$/.exec(target);
      if (socket) sockets.add(Number(socket[1]));
      if (!target.endsWith(' (deleted)')) continue;
      const stats = attempt(() => statSync(path));
      if (!stats?.isFile()) continue;
      const on = target.startsWith('/memfd:') ? 'memfd' : tmpfs.has(stats.dev) ? 'tmpfs' : 'disk';
      deleted.set(`${stats.dev}:${stats.ino}`, { path: target, bytes: stats.blocks * 512, on, pid });
    }
  }
  return { deleted: [...deleted.values()], sockets };
}

function descriptorsOf(pid: number): string[] {
  return (attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []).slice(0, mostDescriptors);
}
