import { Failure } from '../../errors.ts';
import { monotonicMs } from '../../process/clock.ts';
import { Deferred } from '../../process/deferred.ts';
import { within } from '../../process/within.ts';
import type { Watch } from '../target.ts';
import { limitOfFigures, parseCadvisor, sampleOfFigures, type CadvisorFigures } from './cadvisor.ts';
import type { ClusterAsker } from './cluster-asker.ts';
import { FarRecorder } from './far-recorder.ts';
import type { PodContext, PodWay } from './pod-way.ts';

/** The kubelet takes a sample every 10 to 20 s. */
const everyMs = 4000;

/** The kubelet's cAdvisor page, through the API server. */
export const kubelet: PodWay = {
  name: 'kubelet',
  takes: () => [{ verb: 'get', resource: 'nodes', subresource: 'proxy' }],
  makes: () => [],
  open: async (context) => {
    if (figuresOf(context, await cadvisorPage(context.ask, nodeOf(context))).length === 0)
      throw new Failure('missing', "the kubelet's page does not show it");
    return {
      ...context.facts,
      via: "read from its kubelet's cAdvisor page, which has a new figure every 10 to 20 s; nothing is charged to it",
      blindTo: [
        'anything faster than that: with --for 2m, growth shows',
        'dirty pages and who holds what; files in memory are what is on neither list of file pages',
        'the kernel’s log',
      ],
      cgroup: null,
      watch: watchOf(context),
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

/** The pod's own figures first, then those of its containers, or of the one that is meant. */
function figuresOf({ pod, container }: PodContext, page: string): CadvisorFigures[] {
  const { name, namespace } = pod.metadata;
  return parseCadvisor(page)
    .filter((one) => one.pod === name && one.namespace === namespace && one.container !== 'POD')
    .filter((one) => one.container === '' || container === undefined || one.container === container)
    .toSorted((a, b) => a.container.localeCompare(b.container));
}

function watchOf(context: PodContext): Watch {
  return async (record, options) => {
    const endMs = monotonicMs() + options.forMs;
    const over = new Deferred();
    options.signal.addEventListener('abort', () => over.resolve(), { once: true });
    const far = new FarRecorder(record, options, () => over.resolve());
    let lastMs: number | null = -1;
    do {
      const page = await within(Math.max(1000, endMs - monotonicMs()), pageOf(), null);
      const all = page === null ? [] : figuresOf(context, page);
      const [main] = all;
      if (main && (main.wallMs === null || main.wallMs !== lastMs)) {
        lastMs = main.wallMs;
        const atMs = monotonicMs() - (main.wallMs === null ? 0 : Date.now() - main.wallMs);
        far.limits(
          atMs,
          all.toReversed().map((one) => ({
            cgroup: one.container === '' ? 'pod' : `container ${one.container}`,
            limitBytes: limitOfFigures(one),
          })),
        );
        const kills = all.reduce((sum, one) => sum + (one.figures.get('oom_events_total') ?? 0), 0);
        far.sample({ ...sampleOfFigures(main, atMs), oomKills: kills });
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
