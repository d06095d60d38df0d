import type { ArmRecording } from '../recording/read.ts';
import type { Sample } from '../recording/types.ts';
import type { Composition } from './types.ts';

/**
 * A sample by classes. Unreclaimable is what reclaim can't drop: anonymous memory, shmem (without swap),
 * locked file pages, sockets and kernel memory; dirty file pages it can drop only once they are written.
 */
export function compose(sample: Sample, startedMs: number): Composition {
  const { usage, anon, file, shmem } = sample;
  const dirty = sample.dirty + sample.writeback;
  const sockets = sample.sock ?? 0;
  // Locked pages of shmem are unreclaimable already as shmem; the rest of `unevictable` may be locked
  // anonymous memory, which is counted as such: only the part that must be file cache is a class here.
  const locked = Math.max(0, Math.min(sample.unevictable - shmem - anon, file - shmem));
  const kernel = kernelBytes(sample);
  return {
    atMs: sample.atMs - startedMs,
    usageBytes: usage,
    anonBytes: anon,
    tmpfsBytes: shmem,
    dirtyBytes: dirty,
    lockedBytes: locked,
    cleanCacheBytes: Math.max(0, file - shmem - dirty - locked),
    socketBytes: sockets,
    kernelBytes: kernel,
    unreclaimableBytes: anon + shmem + locked + sockets + kernel,
  };
}

/** v2 tells reclaimable slab apart; v1 has only the sum of all kernel memory, and a field for TCP. */
function kernelBytes({ kernel, slabUnreclaimable, kernelStack, pageTables }: Sample): number {
  if (slabUnreclaimable !== null) return slabUnreclaimable + (kernelStack ?? 0) + (pageTables ?? 0);
  return kernel ?? 0;
}

/** The last sample before the first kill was counted and before its victim's memory was freed. */
export function lastBeforeKill({ pod, lives }: ArmRecording): Sample | null {
  const death = lives.find(({ ended }) => ended && ended.oomKills > 0)?.ended;
  if (!death) return null;
  const counted = pod.findIndex(({ oomKills, atMs }) => oomKills > 0 || atMs > death.atMs);
  return pod.at(counted === -1 ? -1 : counted - 1) ?? null;
}

/** The sample in which the most could not be reclaimed, dirty pages included. */
export function mostUnreclaimable({ pod, startedMs }: ArmRecording): Sample | null {
  return pod
    .filter(({ atMs }) => atMs >= (startedMs ?? -Infinity))
    .reduce<Sample | null>(
      (most, sample) => (most === null || weight(sample) > weight(most) ? sample : most),
      null,
    );
}

/** The last sample before the load began: the app's own memory at rest. */
export function beforeLoad({ pod, startedMs }: ArmRecording): Sample | null {
  return startedMs === null ? null : (pod.findLast(({ atMs }) => atMs <= startedMs) ?? null);
}

function weight(sample: Sample): number {
  const { unreclaimableBytes, dirtyBytes } = compose(sample, 0);
  return unreclaimableBytes + dirtyBytes;
}
