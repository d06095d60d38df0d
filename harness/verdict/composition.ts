import type { ArmRecording, CgroupRecording } from '../recording/recording.ts';
import type { Sample } from '../recording/types.ts';
import type { Composition } from './types.ts';
import { longestKillMs } from './thresholds.ts';

/**
 * A sample by classes. Unreclaimable memory is anonymous memory, shmem (without swap), locked file pages, sockets
 * and kernel memory; dirty file pages can be dropped once written.
 */
export function compose(sample: Sample, startedMs: number): Composition {
  const { usage, anon, file, shmem } = sample;
  const dirty = sample.dirty + sample.writeback;
  const sockets = socketBytes(sample);
  const locked = lockedBytes(sample);
  const kernel = kernelBytes(sample);
  return {
    atMs: sample.atMs - startedMs,
    usageBytes: usage,
    anonBytes: anon,
    tmpfsBytes: shmem,
    sharedBytes: 0,
    dirtyBytes: dirty,
    lockedBytes: locked,
    cleanCacheBytes: Math.max(0, file - shmem - dirty - locked),
    socketBytes: sockets,
    kernelBytes: kernel,
    unreclaimableBytes: anon + shmem + locked + sockets + kernel,
  };
}

/** Only the sum, for the scan of a million samples. */
export function unreclaimableBytes(sample: Sample): number {
  return sample.anon + sample.shmem + lockedBytes(sample) + socketBytes(sample) + kernelBytes(sample);
}

/**
 * Locked file pages. Locked anonymous memory and shmem are unreclaimable anyway, so this is the file cache on
 * neither LRU list of file pages. Without list sizes (older recordings), the part of `unevictable` that can be
 * nothing else.
 */
export function lockedBytes({ unevictable, anon, shmem, file, inactiveFile, activeFile }: Sample): number {
  const unlisted =
    activeFile === null ? unevictable - shmem - anon : file - shmem - inactiveFile - activeFile;
  return Math.max(0, Math.min(unevictable, unlisted, file - shmem));
}

/** v1 counts TCP buffers separately and charges them to no memory limit (memcg1_charge_skmem). */
export function socketBytes({ sock, slabUnreclaimable }: Sample): number {
  return slabUnreclaimable === null ? 0 : (sock ?? 0);
}

/** v2 reports reclaimable slab separately; v1 has only the sum of kernel memory. */
export function kernelBytes(sample: Sample): number {
  const { kernel, slabUnreclaimable, slabReclaimable, kernelStack, pageTables } = sample;
  if (kernel !== null && slabReclaimable !== null) return Math.max(0, kernel - slabReclaimable);
  if (slabUnreclaimable !== null) return slabUnreclaimable + (kernelStack ?? 0) + (pageTables ?? 0);
  return kernel ?? 0;
}

/** The last sample before the first kill was counted and its victim's memory freed. */
export function lastBeforeKill({ pod, lives }: Pick<CgroupRecording, 'pod' | 'lives'>): Sample | null {
  const death = lives.find(({ ended }) => ended && ended.oomKills > 0)?.ended;
  if (!death) return null;
  const after = pod.findIndex(({ oomKills, atMs }) => oomKills > 0 || atMs > death.atMs);
  const last = pod.at(after === -1 ? -1 : after - 1) ?? null;
  if (after !== -1 && (pod[after] as Sample).oomKills > 0) return last;
  // No sample counted it: in the last ones its victim was already exiting.
  const dying = pod.filter(({ atMs }) => atMs <= death.atMs && atMs > death.atMs - longestKillMs);
  return mostUnreclaimable({ pod: dying, startedMs: null }) ?? last;
}

/** The sample with the most unreclaimable memory, including dirty pages. */
export function mostUnreclaimable({
  pod,
  startedMs,
}: Pick<CgroupRecording, 'pod' | 'startedMs'>): Sample | null {
  let most: Sample | null = null;
  let mostBytes = -Infinity;
  for (const sample of pod) {
    if (sample.atMs < (startedMs ?? -Infinity)) continue;
    const bytes = unreclaimableBytes(sample) + sample.dirty + sample.writeback;
    if (bytes > mostBytes) [most, mostBytes] = [sample, bytes];
  }
  return most;
}

/** The last sample before the load began: the app's own memory at rest. */
export function beforeLoad({ pod, startedMs }: ArmRecording): Sample | null {
  return startedMs === null ? null : (pod.findLast(({ atMs }) => atMs <= startedMs) ?? null);
}
