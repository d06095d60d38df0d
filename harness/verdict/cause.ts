import type { Cause } from '../scenario/schema.ts';
import type { Attribution } from './attribution.ts';
import type { Composition, HeapShare } from './types.ts';
import { mebibytes } from '../text/words.ts';
import { lead, majority } from './thresholds.ts';

export interface CauseFindings {
  cause: Cause;
  reason: string;
  /** The second largest class; null if there is none. */
  runnerUp: { class: string; bytes: number } | null;
}

type Family = 'shmem' | 'dirty-cache' | 'locked-cache' | 'anonymous' | 'sockets' | 'kernel';

/** Which class of unreclaimable memory filled the limit, and why that one. */
export function judgeCause(composition: Composition, attribution: Attribution): CauseFindings {
  const unix = Math.min(attribution.unixSocketBytes ?? 0, composition.kernelBytes);
  const families: { name: Family; bytes: number }[] = [
    { name: 'shmem' as const, bytes: composition.tmpfsBytes + composition.sharedBytes },
    { name: 'dirty-cache' as const, bytes: composition.dirtyBytes },
    { name: 'locked-cache' as const, bytes: composition.lockedBytes },
    { name: 'anonymous' as const, bytes: composition.anonBytes },
    { name: 'sockets' as const, bytes: composition.socketBytes + unix },
    { name: 'kernel' as const, bytes: composition.kernelBytes - unix },
  ].toSorted((a, b) => b.bytes - a.bytes);
  const sum = families.reduce((total, { bytes }) => total + bytes, 0);
  const [first, second] = families;
  if (!first || !second || sum <= 0)
    return { cause: 'unknown', reason: 'no sample shows memory that stays', runnerUp: null };
  const runnerUp = second.bytes > 0 ? { class: second.name, bytes: second.bytes } : null;
  const shares = `${first.name} ${mebibytes(first.bytes)} of ${mebibytes(sum)} unreclaimable, then ${second.name} ${mebibytes(second.bytes)}`;
  if (first.bytes <= sum * majority || first.bytes < second.bytes * lead)
    return { cause: 'mixed', reason: `${shares}: no class holds the greater part`, runnerUp };
  const { cause, why } = within(first.name, composition, attribution);
  return { cause, reason: why === null ? shares : `${shares}; ${why}`, runnerUp };
}

function within(
  family: Family,
  composition: Composition,
  attribution: Attribution,
): { cause: Cause; why: string | null } {
  if (family === 'anonymous') return ofAnonymous(composition, attribution);
  if (family === 'shmem') return ofShmem(composition, attribution);
  if (family === 'sockets') return { cause: 'sockets', why: attribution.socketWords };
  if (family === 'kernel') return { cause: 'kernel', why: attribution.kernelWords };
  return { cause: family, why: null };
}

/** shmem is `tmpfs` if most of it is files on memory-backed mounts. */
function ofShmem(
  { tmpfsBytes, sharedBytes }: Composition,
  { tmpfs, shmemOpen }: Attribution,
): { cause: Cause; why: string } {
  if (tmpfs === null && shmemOpen !== undefined) return { cause: 'unknown', why: shmemOpen };
  if (tmpfs === null)
    return { cause: 'tmpfs', why: 'not measured whether it is files on a tmpfs or shared memory' };
  const bytes = Math.min(tmpfs.bytes, tmpfsBytes + sharedBytes);
  const isFiles = bytes > (tmpfsBytes + sharedBytes) * majority;
  return {
    cause: isFiles ? 'tmpfs' : 'shared-memory',
    why: isFiles ? tmpfs.words : `files on memory-backed mounts hold ${mebibytes(bytes)} of it`,
  };
}

/**
 * Anonymous memory is heap, or thread stacks, if most of it is; it is native if heap can't be most of it even when
 * everything unknown is counted as heap.
 */
function ofAnonymous(
  { anonBytes }: Composition,
  { heap, stacks }: Attribution,
): { cause: Cause; why: string } {
  if (heap.bytes !== null && heap.bytes > anonBytes * majority) return { cause: 'heap', why: heap.words };
  if (stacks !== null && stacks.bytes > (stacks.anonBytes ?? anonBytes) * majority)
    return { cause: 'threads', why: stacks.words };
  if ((heap.bytes ?? 0) + heap.openBytes + heap.unseenBytes > anonBytes * majority)
    return { cause: 'anonymous', why: [heap.words, unseenWords(heap)].filter(Boolean).join('; ') };
  const threads = stacks === null ? '' : `; ${stacks.words}`;
  return { cause: 'native', why: `${heap.words}${threads}` };
}

function unseenWords({ bytes, unseenBytes }: HeapShare): string {
  return bytes === null || unseenBytes === 0
    ? ''
    : `${mebibytes(unseenBytes)} added since then may or may not be heap`;
}
