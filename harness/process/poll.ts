import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `look` from now on, with a pause between calls, until stopped. It ends at the first error of `look`, which
 * `stop` throws: the caller goes on without it.
 */
export function poll(pauseMs: number, look: () => Promise<void>): { stop: () => Promise<void> } {
  let stopped = false;
  const polling = untilStopped();
  polling.catch(() => undefined);
  return {
    stop: async () => {
      stopped = true;
      await polling;
    },
  };

  async function untilStopped(): Promise<void> {
    while (!stopped) {
      await look();
      await sleep(pauseMs);
    }
  }
}
