import type { Sample } from '../../../recording/types.ts';
import { compose } from '../../../verdict/composition.ts';

/** A class of memory, as stacked in the chart. */
export interface MemoryClass {
  /** Identifies its colour and its column of the table. */
  id: string;
  label: string;
}

/**
 * From bottom to top of the stack: what the kernel can't drop, what it can drop once written to disk, and what it
 * drops at once. So the edge that kills is just below `dirty`.
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

/** A sample's bytes by class, in the order of `memoryClasses`; sockets count as kernel memory. */
export function bytesByClass(sample: Sample): number[] {
  const { anonBytes, kernelBytes, socketBytes, lockedBytes, tmpfsBytes, cleanCacheBytes } = compose(
    sample,
    0,
  );
  const { dirty, writeback } = sample;
  return [anonBytes, kernelBytes + socketBytes, lockedBytes, tmpfsBytes, dirty, writeback, cleanCacheBytes];
}
