import { monotonicMs } from '../process/clock.ts';
import type { HoldersLine } from '../recording/evidence-lines.ts';
import { mappedFiles } from './mapped-files.ts';
import { openFiles } from './open-files.ts';
import { pidsIn } from '../kernel/pids-in.ts';
import { holdingOf, writtenBytesOf } from './processes.ts';
import type { Runtimes } from './runtime.ts';
import { sysvSegments } from './sysv.ts';
import { stacksOf } from './thread-stacks.ts';
import { whereTmpfs, tmpfsMounts } from './tmpfs-mounts.ts';
import { listUnixSockets, sumUnread } from './unix-sockets.ts';

export interface HoldersRequest {
  arm: string;
  cgroup: string;
  when: HoldersLine['when'];
  charged: () => HoldersLine['charged'];
  /** Counts the files on tmpfs mounts that changed since then (wall clock); null leaves the walk out. */
  filesSinceMs: number | null;
  runtimes: Runtimes;
}

/** From this share of what is charged on, kernel memory is worth the question of whose it is. */
const kernelShare = 0.25;
/** From this share on, files in memory are. */
const sharedShare = 0.1;
const keptSegments = 20;
/** A process with fewer threads and less of the anonymous memory does not fill a limit with their stacks. */
const manyThreads = 16;
const stackShare = 0.05;
/** From this share of what is charged on, files in memory are looked at before anything else. */
const shmemShare = 0.25;

/** Who holds the memory of a cgroup now, as /proc tells it from outside of the cgroup. */
export async function takeHolders(request: HoldersRequest): Promise<HoldersLine> {
  const { arm, cgroup, when, filesSinceMs } = request;
  const atMs = monotonicMs();
  const charged = request.charged();
  const pids = pidsIn(cgroup);
  // A database that lost a process removes its segments at once: where they matter, they are looked at first.
  const used =
    filesSinceMs === null && charged.shmem > charged.usage * shmemShare ? tmpfsMounts(pids, null) : null;
  // A fast program may be gone in milliseconds: what is slow is started first, what is small is read next.
  const listing = charged.kernel > charged.usage * kernelShare ? listUnixSockets() : null;
  const holdings = pids.map((pid) => holdingInFull(pid, charged.anon * stackShare, request.runtimes));
  const isShared = charged.shmem > charged.usage * sharedShare;
  const tmpfs = whereTmpfs(pids);
  const open = openFiles(pids, isShared ? tmpfs : { ...tmpfs, points: [] });
  const mapping = isShared ? mappedFiles(pids, tmpfs) : null;
  const written = new Map(isShared ? pids.map((pid) => [pid, writtenBytesOf(pid)]) : []);
  const [sockets, mapped, found] = await Promise.all([listing, mapping, Promise.all(holdings)]);
  const processes = found.flatMap((one) => one ?? []);
  const segments = sysvSegments();
  return {
    kind: 'holders',
    arm,
    atMs,
    when,
    charged,
    mounts: used ?? tmpfsMounts(pids, filesSinceMs),
    processes: processes.map((one) => ({ ...one, writtenBytes: written.get(one.pid) ?? null })),
    deletedFiles: together(open.deleted, mapped?.deleted),
    writtenFiles: together(open.written, mapped?.written),
    sysvBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    sysvSegments: segments.toSorted((a, b) => b.bytes - a.bytes).slice(0, keptSegments),
    unixSocketBytes: sockets === null ? null : sumUnread(sockets, open.sockets),
    tookMs: monotonicMs() - atMs,
  };
}

/** Files that are open, and those that are only mapped; who has mapped an open one has it too. */
function together<T extends { pids?: number[] }>(
  open: Map<string, T>,
  mapped: Map<string, T> = new Map(),
): T[] {
  const pidsOf = (id: string) => [...(open.get(id)?.pids ?? []), ...(mapped.get(id)?.pids ?? [])];
  return [...new Map([...mapped, ...open])].map(([id, file]) => ({
    ...file,
    pids: [...new Set(pidsOf(id))],
  }));
}

async function holdingInFull(pid: number, leastBytes: number, runtimes: Runtimes) {
  const [holding, runtime] = await Promise.all([holdingWithStacks(pid, leastBytes), runtimes.of(pid)]);
  return holding === null ? null : { ...holding, ...(runtime === undefined ? {} : { runtime }) };
}

async function holdingWithStacks(pid: number, leastBytes: number) {
  const holding = holdingOf(pid);
  if (holding === null || holding.threads < 2) return holding;
  if (holding.threads < manyThreads && holding.anonBytes < leastBytes) return holding;
  const stacks = await stacksOf(pid);
  // Of the same moment: a process that starts threads grows while it is looked at.
  return stacks === null ? holding : { ...holding, ...stacks };
}
