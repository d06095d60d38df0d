import type { Sample } from '../../../recording/types.ts';
import { compose } from '../../../verdict/composition.ts';

/** A class of memory as the chart stacks it. */
export interface MemoryClass {
  /** What its colour and its column of the table go by. */
  id: string;
  label: string;
}

/**
 * From the bottom of the stack to its top: first what the kernel can't drop, then what it can once the disk
 * took it, and last what it drops at once. So the edge that kills is the one below `dirty`.
 */
export const memoryClasses = [
  { id: 'anonymous', label: 'anonymous' },
  { id: 'kernel', label: 'kernel' },
  { id: 'locked', label: 'locked cache' },
  { id: 'tmpfs', label: 'tmpfs' },
  { id: 'dirty', label: 'dirty' },
  { id: 'writeback', label: 'writeback' },
  { id: 'clean', label: 'clean cache' },
] as const satisfies readonly MemoryClass[];

/** Bytes of a sample by class, in the order of `memoryClasses`; sockets count as kernel memory. */
export function bytesByClass(sample: Sample): number[] {
  const { anonBytes, kernelBytes, socketBytes, lockedBytes, tmpfsBytes, cleanCacheBytes } = compose(
    sample,
    0,
  );
  const { dirty, writeback } = sample;
  return [anonBytes, kernelBytes + socketBytes, lockedBytes, tmpfsBytes, dirty, writeback, cleanCacheBytes];
}
