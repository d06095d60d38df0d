import { setTimeout as sleep } from 'node:timers/promises';

/** The result of a promise within `ms`, otherwise `late`. Leaves no timer that would keep this process alive. */
export async function within<T, Late>(ms: number, promise: Promise<T>, late: Late): Promise<T | Late> {
  const timer = new AbortController();
  try {
    return await Promise.race([promise, sleep(ms, late, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
