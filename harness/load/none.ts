import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../process/clock.ts';
import type { Recorder } from '../recording/types.ts';
import type { RunningLoad } from './load.ts';

/** No load: only time passes. The app works by itself, from its start. */
export function passTime(arm: string, ms: number, record: Recorder): RunningLoad {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined); // stopped
    record({ kind: 'load-ended', arm, atMs: monotonicMs(), unfinished: 0, latencyMs: null });
  };
  return {
    run: () => (running = run()),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
