import { monotonicMs } from '../process/clock.ts';
import type { HoldersLine } from '../recording/evidence-lines.ts';
import { mappedFiles } from './mapped-files.ts';
import { openFiles } from './open-files.ts';
import { pidsIn } from '../kernel/pids-in.ts';
import { holdingOf, writtenBytesOf } from './processes.ts';
import type { Runtimes } from './runtime.ts';
import { sysvSegments } from './sysv.ts';
import { stacksOf } from './thread-stacks.ts';
import { whereTmpfs, theirTmpfsMounts, tmpfsMounts } from './tmpfs-mounts.ts';
import { listUnixSockets, sumUnread } from './unix-sockets.ts';

export interface HoldersRequest {
  arm: string;
  cgroup: string;
  when: HoldersLine['when'];
  charged: () => HoldersLine['charged'];
  /** Count files on tmpfs mounts changed since then (wall clock); null skips the walk. */
  filesSinceMs: number | null;
  runtimes: Runtimes;
  /** Somebody else's: only mounts that its processes can see count. */
  isForeign?: boolean;
  /** And the volumes of this pod. */
  podUid?: string | undefined;
}

/** From this share of the charge on, and from this size on, attribute kernel memory: `ss` takes milliseconds to start. */
const kernelShare = 0.25;
const leastKernelBytes = 2 ** 20;
/** From this share on, attribute files in memory. */
const sharedShare = 0.1;
const keptSegments = 20;
/** With fewer threads or a smaller share of anonymous memory, stacks do not fill the limit. */
const manyThreads = 16;
const stackShare = 0.05;
/** From this share of the charge on, files in memory are inspected first. */
const shmemShare = 0.25;

/** Who holds a cgroup's memory now, as /proc shows it from outside the cgroup. */
export async function takeHolders(request: HoldersRequest): Promise<HoldersLine> {
  const { arm, cgroup, when, filesSinceMs, isForeign = false, podUid } = request;
  const mountsOf = (of: number[], sinceMs: number | null) =>
    isForeign ? theirTmpfsMounts(of, sinceMs, podUid) : tmpfsMounts(of, sinceMs);
  const atMs = monotonicMs();
  const charged = request.charged();
  const pids = pidsIn(cgroup);
  // A database that loses a process removes its segments at once: if they matter, look at them first.
  const used =
    filesSinceMs === null && charged.shmem > charged.usage * shmemShare ? mountsOf(pids, null) : null;
  // A fast program may be gone within milliseconds: start slow reads first, then do the small ones.
  const listing =
    charged.kernel > Math.max(leastKernelBytes, charged.usage * kernelShare) ? listUnixSockets() : null;
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
    mounts: used ?? mountsOf(pids, filesSinceMs),
    processes: processes.map((one) => ({ ...one, writtenBytes: written.get(one.pid) ?? null })),
    deletedFiles: together(open.deleted, mapped?.deleted),
    writtenFiles: together(open.written, mapped?.written),
    sysvBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    sysvSegments: segments.toSorted((a, b) => b.bytes - a.bytes).slice(0, keptSegments),
    unixSocketBytes: sockets === null ? null : sumUnread(sockets, open.sockets),
    tookMs: monotonicMs() - atMs,
  };
}

/** Open files and files only mapped; processes that mapped an open one are added to it. */
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
  // Of the same moment: a process that is starting threads grows while it is inspected.
  return stacks === null ? holding : { ...holding, ...stacks };
}
