import { Failure } from '../../errors.ts';
import { monotonicMs } from '../../process/clock.ts';
import { Deferred } from '../../process/deferred.ts';
import { within } from '../../process/within.ts';
import type { Watch } from '../target.ts';
import { cadvisorSeries, sampleOfScrape } from '../kubernetes/cadvisor.ts';
import type { ClusterAsker } from './cluster-asker.ts';
import { chosenOf, factsOfChosen } from './chosen-container.ts';
import { FarRecorder } from './far-recorder.ts';
import { levelsOn } from './levels.ts';
import type { PodContext, PodWay } from './pod-way.ts';

/** The kubelet takes a sample every 10 to 20 s. */
const everyMs = 4000;

/** The kubelet's cAdvisor page, through the API server. */
export const kubelet: PodWay = {
  name: 'kubelet',
  takes: () => [{ verb: 'get', resource: 'nodes', subresource: 'proxy' }],
  makes: () => [],
  open: async (context) => {
    const levels = levelsOf(context, await cadvisorPage(context.ask, nodeOf(context)));
    const main = chosenOf(levels, context);
    if (!main || sampleOfScrape(main.scrape) === null)
      throw new Failure('missing', "the kubelet's page does not show it", {
        hint: 'Or it lacks container_memory_total_active_file_bytes, as that of an old kubelet does.',
      });
    return {
      ...factsOfChosen(context, main.container),
      via: "read from its kubelet's cAdvisor page, which has a new figure every 10 to 20 s; nothing is charged to it",
      blindTo: [
        'anything faster than that: with --for 2m, growth shows',
        'dirty pages and who holds what; files in memory are what is on neither list of file pages',
        'the kernel’s log',
      ],
      cgroup: null,
      watch: watchOf(context, main.container),
    };
  },
};

/** Throws a Failure if it can't be had. */
export function cadvisorPage(ask: ClusterAsker, node: string): Promise<string> {
  return ask.run(['get', '--raw', `/api/v1/nodes/${node}/proxy/metrics/cadvisor`], { timeoutMs: 15_000 });
}

function nodeOf({ pod }: PodContext): string {
  if (pod.spec.nodeName !== undefined) return pod.spec.nodeName;
  throw new Failure('missing', 'it is on no node yet');
}

function levelsOf({ pod }: PodContext, page: string) {
  const { name, namespace } = pod.metadata;
  return levelsOn(
    cadvisorSeries(page.split('\n')).filter((one) => one.pod === name && one.namespace === namespace),
  );
}

/** `container`: the one that is looked at; null: the pod itself is. */
function watchOf(context: PodContext, container: string | null): Watch {
  return async (record, options) => {
    const endMs = monotonicMs() + options.forMs;
    const over = new Deferred();
    options.signal.addEventListener('abort', () => over.resolve(), { once: true });
    const far = new FarRecorder(record, options, () => over.resolve());
    let lastMs: number | null = -1;
    do {
      const page = await within(Math.max(1000, endMs - monotonicMs()), pageOf(), null);
      const levels = page === null ? [] : levelsOf(context, page);
      const main = levels.find((one) => one.container === container);
      const wallMs = main?.scrape.atMs ?? null;
      const sample = main ? sampleOfScrape(main.scrape) : null;
      if (sample && (wallMs === null || wallMs !== lastMs)) {
        lastMs = wallMs;
        const atMs = monotonicMs() - (wallMs === null ? 0 : Date.now() - wallMs);
        const inForce = levels.filter((one) => one.container === null || one === main);
        far.limits(
          atMs,
          inForce.toReversed().map((one) => ({
            cgroup: one.container === null ? 'pod' : `container ${one.container}`,
            limitBytes: one.limitBytes,
          })),
        );
        const oomKills = levels.reduce((sum, { scrape }) => sum + (scrape.oomEvents ?? 0), 0);
        far.sample({ ...sample, atMs, oomKills });
      }
      const restMs = Math.min(everyMs, endMs - monotonicMs());
      if (
        restMs <= 0 ||
        (await within(
          restMs,
          over.promise.then(() => true),
          false,
        ))
      )
        break;
    } while (monotonicMs() < endMs);
  };

  /** Null if it is not there at this moment. */
  async function pageOf(): Promise<string | null> {
    try {
      return await cadvisorPage(context.ask, nodeOf(context));
    } catch (error) {
      if (error instanceof Failure || context.by.signal.aborted) return null;
      throw error;
    }
  }
}
