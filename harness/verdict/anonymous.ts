import type { Cause } from '../scenario/schema.ts';
import type { ArmRecording } from '../recording/read.ts';
import type { Composition } from './types.ts';
import { mebibytes } from './words.ts';

const majority = 0.5;

/**
 * What anonymous memory is, by the app's own figures: the heap where that makes up the greater part of it, the
 * stacks of threads where those do, else native memory. Of an app without figures it can't be told.
 */
export function anonymousCause(
  { anonBytes, atMs }: Composition,
  arm: ArmRecording,
  shares: string,
): { cause: Cause; reason: string } {
  const killMs = atMs + (arm.startedMs ?? 0);
  const last = arm.heap.findLast((line) => line.atMs <= killMs);
  if (!last)
    return { cause: 'unknown', reason: `${shares}; the app told no heap figure, so heap or native is open` };
  const told = `the app's heap ${mebibytes(last.heapUsed)}`;
  if (last.heapUsed > anonBytes * majority) return { cause: 'heap', reason: `${shares}; ${told}` };
  const stacks = last.threadStacks ?? 0;
  // Both as of one moment: threads may have come between the last figure and the kill.
  const anonThen = arm.pod.findLast((sample) => sample.atMs <= last.atMs)?.anon ?? anonBytes;
  if (stacks > anonThen * majority) {
    const reason = `${shares}; stacks of threads ${mebibytes(stacks)} of ${mebibytes(anonThen)} just before`;
    return { cause: 'threads', reason };
  }
  return { cause: 'native', reason: `${shares}; ${told} only` };
}
