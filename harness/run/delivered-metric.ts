import { setTimeout as sleep } from 'node:timers/promises';
import { readPage } from '../heap/read-page.ts';
import { parseSum } from '../heap/prometheus.ts';
import type { RunningLoad } from '../load/load.ts';
import { monotonicMs } from '../process/clock.ts';
import type { Recorder } from '../recording/types.ts';
import { isRequests } from '../scenario/load-schema.ts';
import type { Arm } from '../scenario/types.ts';
import { pageAt } from './heap-page.ts';

/** A figure on a page may be a moment late. */
const patienceMs = 2000;
const everyMs = 200;

/** The load, with the figure that shows that it worked read before and after it, if `delivered` names one. */
export function withMetric(load: RunningLoad, arm: Arm, url: string | null, record: Recorder): RunningLoad {
  const delivered = isRequests(arm.setup.load) ? undefined : arm.setup.load.delivered;
  if (delivered === undefined || !('metric' in delivered)) return load;
  const page = pageAt(delivered.url, url)?.href;
  if (page === undefined) return load;
  const stopping = new AbortController();
  const { signal } = stopping;
  const read = async () => {
    const text = await readPage(page, signal);
    return text === null ? null : parseSum(text, delivered.metric);
  };
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    const before = await read();
    await load.run();
    const untilMs = monotonicMs() + patienceMs;
    let after = await read();
    while ((after ?? 0) < (before ?? 0) + delivered.grows && monotonicMs() < untilMs && !signal.aborted) {
      await sleep(everyMs, undefined, { signal }).catch(() => undefined); // stopped
      after = (await read()) ?? after;
    }
    record({ kind: 'load-metric', arm: arm.id, atMs: monotonicMs(), page, before, after });
  };
  return {
    run: () => (running = run()),
    stop: async () => {
      stopping.abort();
      await load.stop();
      await running.catch(() => undefined); // whoever runs it is told
    },
  };
}
