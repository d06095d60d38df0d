import { monotonicMs } from '../process/clock.ts';
import { poll } from '../process/poll.ts';
import { HeapSum } from './heap-sum.ts';
import type { Runtime, HeapLine } from '../recording/types.ts';
import { readSlowly } from '../kernel/procfs.ts';
import { pidsIn } from '../kernel/pids-in.ts';
import type { Runtimes } from '../holders/runtime.ts';
import { parseMappings } from '../holders/mappings.ts';
import { jvmHeapBytes } from './jvm.ts';
import { v8HeapBytes } from './v8.ts';

const readers = { node: v8HeapBytes, jvm: jvmHeapBytes } as const;
export type ReadableRuntime = keyof typeof readers;

/** It looks this often, */
const periodMs = 100;
/** and sooner if usage moved by this share of the limit: a fast program fills it within a few looks. */
const movedShare = 0.03;
/** Pause between looks, as a multiple of the last one's duration: a large heap has many mappings. */
const idleParts = { moved: 1, period: 10 };
const pollMs = 2;

export interface WatchedHeaps {
  arm: string;
  cgroup: string;
  limitBytes: number;
  usage: () => number;
  runtimes: Runtimes;
  /** The runtimes whose heaps it reads. */
  of: readonly ReadableRuntime[];
}

/**
 * Reads from outside how much the heaps of a cgroup's processes have touched, until stopped; `stop` throws whatever
 * made it give up. The processes are unaffected: no thread, no environment, not a byte of their memory.
 */
export function watchHeaps(
  watched: WatchedHeaps,
  record: (line: HeapLine) => void,
): { stop: () => Promise<void> } {
  const { limitBytes, usage, of } = watched;
  if (of.length === 0) return { stop: async () => undefined };
  const sum = new HeapSum();
  let [lookedMs, tookMs, lookedAt] = [-Infinity, 0, 0];
  return poll(pollMs, async () => {
    const now = usage();
    const moved = Math.abs(now - lookedAt) > limitBytes * movedShare;
    const idleMs = monotonicMs() - lookedMs;
    const isDue = moved
      ? idleMs >= tookMs * idleParts.moved
      : idleMs >= Math.max(periodMs, tookMs * idleParts.period);
    if (!isDue) return;
    const beganMs = monotonicMs();
    await readHeaps(watched, sum, record);
    [lookedMs, lookedAt] = [monotonicMs(), now];
    tookMs = lookedMs - beganMs;
  });
}

/** Reads the heaps once, and records their sum. */
export async function readHeaps(
  { arm, cgroup, runtimes, of }: Pick<WatchedHeaps, 'arm' | 'cgroup' | 'runtimes' | 'of'>,
  sum: HeapSum,
  record: (line: HeapLine) => void,
): Promise<void> {
  const atMs = monotonicMs();
  let isAnyRead = false;
  for (const pid of pidsIn(cgroup)) {
    const runtime = await runtimes.of(pid);
    if (!isReadable(runtime, of)) continue;
    const smaps = await readSlowly(`/proc/${pid}/smaps`);
    // A process being killed has no mappings any more.
    const heapUsed = smaps ? readers[runtime](parseMappings(smaps), pid) : null;
    if (heapUsed === null) continue;
    sum.add(pid, heapUsed, atMs);
    isAnyRead = true;
  }
  if (!isAnyRead) return;
  const tookMs = monotonicMs() - atMs;
  record({ kind: 'heap', arm, atMs, tookMs, heapUsed: sum.at(atMs), external: null, pids: sum.pids() });
}

function isReadable(
  runtime: Runtime | null | undefined,
  of: readonly ReadableRuntime[],
): runtime is ReadableRuntime {
  return of.some((one) => one === runtime);
}
