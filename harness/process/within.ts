import { setTimeout as sleep } from 'node:timers/promises';

/** What a promise gives within `ms`, or else `late`. No timer is left that would hold this process up. */
export async function within<T, Late>(ms: number, promise: Promise<T>, late: Late): Promise<T | Late> {
  const timer = new AbortController();
  try {
    return await Promise.race([promise, sleep(ms, late, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
