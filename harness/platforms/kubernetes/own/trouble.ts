import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { monotonicMs } from '../../../process/clock.ts';
import { parseJson } from '../../../text/json.ts';
import type { Kubectl } from '../kubectl.ts';

const lookMs = 1500;
/** A new namespace lacks its service account for a moment, and no pod is made until it has one. */
const patienceMs = 6000;

const events = z.object({
  items: z.array(
    z.object({
      reason: z.string().default(''),
      message: z.string().default(''),
      involvedObject: z.object({ kind: z.string().default(''), name: z.string().default('') }),
    }),
  ),
});

/** What Kubernetes warns of while a pod does not come up. */
export class Trouble {
  /** Its last warning; null if there is none. */
  last: string | null = null;
  readonly #stopping = new AbortController();

  /** Looks until `stop`. `refused` is told why no pod is made, where that stays so while `hasPod` is false. */
  constructor(kubectl: Kubectl, namespace: string, hasPod: () => boolean, refused: (why: string) => void) {
    void this.#follow(kubectl, namespace, hasPod, refused);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #follow(
    kubectl: Kubectl,
    namespace: string,
    hasPod: () => boolean,
    refused: (why: string) => void,
  ): Promise<void> {
    const { signal } = this.#stopping;
    const sinceMs = monotonicMs();
    const ask = [
      'get',
      'events',
      '--namespace',
      namespace,
      '--field-selector',
      'type=Warning',
      '--output',
      'json',
    ];
    while (!signal.aborted) {
      await sleep(lookMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const { exitCode, stdout } = await kubectl.try(ask, { timeoutMs: 10_000 });
      const found = exitCode === 0 ? events.safeParse(parseJson(stdout)) : null;
      const items = found?.data?.items ?? [];
      const last = items.at(-1);
      if (last)
        this.last = `${last.involvedObject.kind.toLowerCase()}/${last.involvedObject.name}: ${last.message}`;
      const refusal = items.findLast(({ reason }) => reason === 'FailedCreate');
      if (refusal && !hasPod() && monotonicMs() - sinceMs > patienceMs) return refused(refusal.message);
    }
  }
}
