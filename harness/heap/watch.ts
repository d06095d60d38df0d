import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../process/clock.ts';
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
 * Reads from outside how much the heaps of a cgroup's processes have touched, until stopped. The processes are
 * unaffected: no thread, no environment, not a byte of their memory.
 */
export class HeapWatch {
  readonly #watched: WatchedHeaps;
  readonly #record: (line: HeapLine) => void;
  readonly #sum = new HeapSum();
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(watched: WatchedHeaps, record: (line: HeapLine) => void) {
    this.#watched = watched;
    this.#record = record;
  }

  start(): void {
    if (this.#watched.of.length > 0) {
      this.#running = this.#watch();
      this.#running.catch(() => undefined); // the command goes on without it; `stop` reports
    }
  }

  /** Throws whatever made it give up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #watch(): Promise<void> {
    const { limitBytes, usage } = this.#watched;
    let [lookedMs, tookMs, lookedAt] = [-Infinity, 0, 0];
    while (!this.#stopped) {
      const now = usage();
      const moved = Math.abs(now - lookedAt) > limitBytes * movedShare;
      const idleMs = monotonicMs() - lookedMs;
      const isDue = moved
        ? idleMs >= tookMs * idleParts.moved
        : idleMs >= Math.max(periodMs, tookMs * idleParts.period);
      if (isDue) {
        const beganMs = monotonicMs();
        await this.#look();
        [lookedMs, lookedAt] = [monotonicMs(), now];
        tookMs = lookedMs - beganMs;
      }
      await sleep(pollMs);
    }
  }

  async #look(): Promise<void> {
    const { arm, cgroup, runtimes, of } = this.#watched;
    const atMs = monotonicMs();
    let isTold = false;
    for (const pid of pidsIn(cgroup)) {
      const runtime = await runtimes.of(pid);
      if (!isReadable(runtime, of)) continue;
      const smaps = await readSlowly(`/proc/${pid}/smaps`);
      // A process being killed has no mappings any more.
      const heapUsed = smaps ? readers[runtime](parseMappings(smaps), pid) : null;
      if (heapUsed === null) continue;
      this.#sum.tell(pid, heapUsed, atMs);
      isTold = true;
    }
    if (!isTold) return;
    const heapUsed = this.#sum.at(atMs);
    const tookMs = monotonicMs() - atMs;
    this.#record({ kind: 'heap', arm, atMs, tookMs, heapUsed, external: null, pids: this.#sum.pids() });
  }
}

function isReadable(
  runtime: Runtime | null | undefined,
  of: readonly ReadableRuntime[],
): runtime is ReadableRuntime {
  return of.some((one) => one === runtime);
}
