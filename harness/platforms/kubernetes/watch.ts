import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../process/clock.ts';
import { startTeller, type Child } from '../../process/child.ts';
import type { Kubectl } from './kubectl.ts';

export interface Watch {
  /** Idempotent. */
  stop: () => Promise<void>;
}

export interface WatchPace {
  /** Pause before the next try. */
  pauseMs: number;
  /** How long tries may keep failing. */
  patienceMs: number;
}

const usualPace: WatchPace = { pauseMs: 200, patienceMs: 30_000 };

/**
 * Follows a namespace's pods until `stop`. An API server may end a watch at any time: it times out, restarts, or
 * has forgotten too much ("410 Gone", as an ERROR event). Then a new watch starts from the current state. If that
 * fails too, `lost` gets kubectl's last words.
 */
export function watchPods(
  kubectl: Kubectl,
  namespace: string,
  see: (pod: unknown) => void,
  lost: (lastWords: string) => void,
  { pauseMs, patienceMs }: WatchPace = usualPace,
): Watch {
  const argv = kubectl.argv('get', '--raw', `/api/v1/namespaces/${namespace}/pods?watch=1`);
  const stopping = new AbortController();
  let watch: Child;
  let failingSinceMs: number | null = null;

  const follow = async (): Promise<void> => {
    for (;;) {
      watch = startTeller(argv, (event: { type: string; object: unknown }) => {
        if (event.type !== 'ADDED' && event.type !== 'MODIFIED') return;
        failingSinceMs = null;
        see(event.object);
      });
      const { exitCode, stderr } = await watch.ended;
      failingSinceMs = exitCode === 0 ? null : (failingSinceMs ?? monotonicMs());
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      if (failingSinceMs !== null && monotonicMs() - failingSinceMs > patienceMs) return lost(stderr);
    }
  };
  const followed = follow();
  return {
    stop: async () => {
      stopping.abort();
      await watch.stop(0);
      await followed;
    },
  };
}
