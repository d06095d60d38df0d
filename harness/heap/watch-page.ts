import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../process/clock.ts';
import type { Recorder } from '../recording/types.ts';
import { parseHeap, parseMetric } from './prometheus.ts';
import { readPage } from './read-page.ts';

const intervalMs = 150;

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
      const text = await readPage(url, stopping.signal);
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
