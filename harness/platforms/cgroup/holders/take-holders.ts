import { monotonicMs } from '../../../clock.ts';
import type { HoldersLine } from '../../../recording/evidence-lines.ts';
import { openFiles } from './open-files.ts';
import { holdingOf, pidsIn } from './processes.ts';
import type { Runtimes } from './runtime.ts';
import { sysvBytes } from './sysv.ts';
import { stacksOf } from './thread-stacks.ts';
import { tmpfsDevices, tmpfsMounts } from './tmpfs-mounts.ts';
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
/** A process with fewer threads and less of the anonymous memory does not fill a limit with their stacks. */
const manyThreads = 16;
const stackShare = 0.05;

/** Who holds the memory of a cgroup now, as /proc tells it from outside of the cgroup. */
export async function takeHolders(request: HoldersRequest): Promise<HoldersLine> {
  const { arm, cgroup, when, filesSinceMs } = request;
  const atMs = monotonicMs();
  const charged = request.charged();
  const pids = pidsIn(cgroup);
  // A fast program may be gone in milliseconds: what is slow is started first, what is small is read next.
  const listing = charged.kernel > charged.usage * kernelShare ? listUnixSockets() : null;
  const holdings = pids.map((pid) => holdingInFull(pid, charged.anon * stackShare, request.runtimes));
  const open = openFiles(pids, tmpfsDevices());
  const [sockets, processes] = await Promise.all([listing, Promise.all(holdings)]);
  return {
    kind: 'holders',
    arm,
    atMs,
    when,
    charged,
    mounts: tmpfsMounts(pids, filesSinceMs),
    processes: processes.flatMap((process) => process ?? []),
    deletedFiles: open.deleted,
    sysvBytes: sysvBytes(),
    unixSocketBytes: sockets === null ? null : sumUnread(sockets, open.sockets),
    tookMs: monotonicMs() - atMs,
  };
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
