import type { Cause } from '../scenario/schema.ts';
import type { Composition } from './types.ts';
import { mebibytes } from '../text/words.ts';
import { tightShare } from './thresholds.ts';

/**
 * Why a stall at the limit is not due to memory; null if it is. With another cause, memory that can't be reclaimed
 * at once leaves room below the limit, as on cgroup v2, where the kernel throttles writers to a slow disk long
 * before their pages fill the limit.
 */
export function causeOtherThanMemory(
  { unreclaimableBytes, dirtyBytes }: Composition,
  limitBytes: number,
): { cause: Cause; reason: string } | null {
  const tight = unreclaimableBytes + dirtyBytes;
  if (tight >= limitBytes * tightShare) return null;
  const held = `${mebibytes(tight)} of ${mebibytes(limitBytes)} could not be reclaimed at once`;
  const dirty = dirtyBytes > 0 ? `, ${mebibytes(dirtyBytes)} of it dirty` : '';
  return { cause: 'unknown', reason: `${held}${dirty}: it waits for something else, such as the disk` };
}
