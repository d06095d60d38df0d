import { setTimeout as sleep } from 'node:timers/promises';
import { boundedText } from '../text/bounded-text.ts';
import { monotonicMs } from '../process/clock.ts';
import type { Recorder } from '../recording/types.ts';
import { parseHeap, parseMetric } from './prometheus.ts';

const intervalMs = 150;
/** A loaded app on a slow host is slow to answer. */
const patienceMs = 5000;

/**
 * Reads a program's own heap figure from its metrics page, seven times a second, while it answers. The part of the
 * URL after `#` names the metric; without it, looks for those of common client libraries.
 */
export function watchHeap(arm: string, url: string, record: Recorder): { stop: () => Promise<void> } {
  const named = new URL(url).hash.slice(1) || null;
  const stopping = new AbortController();
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const dueMs = monotonicMs() + intervalMs;
      const text = await scrape(url, stopping.signal);
      const metric = (name: string) => (text === null ? null : parseMetric(text, name));
      const heap = text === null ? null : parseHeap(text, named);
      const external = metric('nodejs_external_memory_bytes');
      const threadStacks = metric('app_thread_stacks_bytes');
      if (heap !== null) {
        const { bytes: heapUsed, runtime } = heap;
        record({ kind: 'heap', arm, atMs: monotonicMs(), heapUsed, external, threadStacks, runtime });
      }
      const pause = sleep(Math.max(0, dueMs - monotonicMs()), undefined, { signal: stopping.signal });
      await pause.catch(() => undefined); // stopped
    }
  }
}

/** Null if nobody answers in time: a killed app has no figure. */
async function scrape(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
    return await boundedText(response);
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
