import { setTimeout as sleep } from 'node:timers/promises';
import { HeapSum } from '../heap/heap-sum.ts';
import { readHeaps } from '../heap/watch.ts';
import { Runtimes } from '../holders/runtime.ts';
import { takeHolders } from '../holders/take-holders.ts';
import { cgroupVersions } from '../kernel/cgroups.ts';
import { readOwnKernelLog } from '../kernel/log/own-kernel-log.ts';
import { below } from '../kernel/log/own-kills.ts';
import { isGone } from '../kernel/procfs.ts';
import { builtPrograms } from '../package/programs.ts';
import { startSampler } from '../platforms/sampling.ts';
import { monotonicMs } from '../process/clock.ts';
import { Deferred } from '../process/deferred.ts';
import { startThread } from '../process/thread.ts';
import { within } from '../process/within.ts';
import type { HoldersLine, Recorder } from '../recording/types.ts';
import { arm } from './arm.ts';
import type { LocalTarget, LookOptions } from './target.ts';

/** The finest interval of its samples: a look may cost a hundredth of a processor. */
const samplingIntervalMs = 10;
const noLimitBytes = 2 ** 60;
/** Heaps are read this often, */
const heapMs = 1000;
/** and after resting this many times as long as that took, but a few times in each look. */
const heapRests = 100;
const fewestHeaps = 8;
/** How long it goes on after a kill, for the kernel's log and the sampler to tell of it. */
const afterKillMs = 300;
/** Without samples for this long it is not there any more. */
const firstSampleMs = 5000;
/** A process stuck in reclaim may block reading its memory map: then there is no look at holders. */
const patienceMs = 5000;

/** Looks at a cgroup for a while and records what it sees. Charges nothing to it. */
export async function lookAt(target: LocalTarget, record: Recorder, options: LookOptions): Promise<void> {
  const { cgroup, cgroupVersion, comesAgain, podUid } = target;
  const { forMs, untilKill, signal, seen } = options;
  const endMs = monotonicMs() + forMs;
  const [sampled, over] = [new Deferred(), new Deferred()];
  const kills = new KillCount(() => void (untilKill && over.resolve()));
  const runtimes = new Runtimes();
  const settings = { arm, pod: cgroup, cgroupVersion, intervalMs: samplingIntervalMs };
  const sampler = await startSampler(
    [builtPrograms.sampler],
    // It goes by the limit in force, which it reads.
    { ...settings, limitBytes: noLimitBytes, follows: comesAgain },
    (line) => {
      record(line);
      if (line.kind === 'samples') sampled.resolve();
      if (line.kind === 'container') kills.add(line.oomKills);
    },
    { start: startThread },
  );
  sampler.ended.then(() => over.resolve()).catch(() => over.resolve());
  signal.addEventListener('abort', () => over.resolve(), { once: true });
  const isOver = over.promise.then(() => true);
  const heaps = new HeapSum();
  const pids = new Set<number>();
  try {
    await Promise.race([within(firstSampleMs, sampled.promise, null), isOver]);
    await recordHolders();
    seen();
    let lookedMs = -Infinity;
    let tookMs = 0;
    while (monotonicMs() < endMs) {
      const beganMs = monotonicMs();
      if (beganMs >= lookedMs + Math.max(heapMs, Math.min(tookMs * heapRests, forMs / fewestHeaps))) {
        await readHeaps({ arm, cgroup, runtimes, of: ['node', 'jvm'] }, heaps, record);
        [lookedMs, tookMs] = [monotonicMs(), monotonicMs() - beganMs];
      }
      if (await within(Math.min(heapMs, endMs - monotonicMs()), isOver, false)) break;
    }
    if (untilKill && !signal.aborted) await sleep(afterKillMs);
    await recordHolders();
  } finally {
    await sampler.stop();
  }
  record(readOwnKernelLog(arm, below(target.logName), { pids, sinceMs: -Infinity }));

  async function recordHolders(): Promise<void> {
    const charged = () => cgroupVersions[cgroupVersion].usage(cgroup);
    const request = {
      arm,
      cgroup,
      when: 'alive',
      charged,
      filesSinceMs: target.sinceMs,
      runtimes,
      podUid,
    } as const;
    const line = await within(patienceMs, ofLiving(takeHolders({ ...request, isForeign: true })), null);
    if (line === null) return;
    for (const { pid } of line.processes) pids.add(pid);
    record(line);
  }
}

/** Null if the cgroup has gone in the meantime. */
async function ofLiving(holders: Promise<HoldersLine>): Promise<HoldersLine | null> {
  try {
    return await holders;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Calls `killed` once more kills are counted than at first. */
class KillCount {
  #first: number | null = null;
  readonly #killed: () => void;

  constructor(killed: () => void) {
    this.#killed = killed;
  }

  add(count: number): void {
    this.#first ??= count;
    if (count > this.#first) this.#killed();
  }
}
