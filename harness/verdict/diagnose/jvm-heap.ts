import type { TargetRecording } from '../../recording/recording.ts';

/**
 * Whether a JVM went without a collection while it was looked at: only then do its figures move, and until then it
 * fills memory that it had touched before. So it may leak, and nobody sees it.
 */
export function awaitsCollection({ heap, holders }: Pick<TargetRecording, 'heap' | 'holders'>): boolean {
  const isJvm = holders.some(({ processes }) => processes.some(({ runtime }) => runtime === 'jvm'));
  return isJvm && heap.every(({ heapUsed }) => heapUsed === heap[0]?.heapUsed);
}
