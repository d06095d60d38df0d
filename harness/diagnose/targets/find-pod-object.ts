import { Failure } from '../../errors.ts';
import type { ClusterAsker } from './cluster-asker.ts';
import { idleOf, restartsOf, type PodObject } from './pod-object.ts';

interface Workload {
  kind: string;
  spec: { selector?: { matchLabels?: Record<string, string> } };
}

/** The pod itself; of a workload, the one with the most restarts, and rather one that runs. */
export async function findPodObject(name: string, ask: ClusterAsker): Promise<PodObject> {
  const { resource } = ask.cluster;
  const object = await ask.get<PodObject & Workload>(`${resource}/${name}`);
  if (object.kind === 'Pod') return object;
  const selector = Object.entries(object.spec.selector?.matchLabels ?? {})
    .map((pair) => pair.join('='))
    .join(',');
  const { items } = await ask.get<{ items: PodObject[] }>('pods', '--selector', selector);
  const [most] = items
    .filter(({ status }) => status.phase === 'Running' || status.phase === 'Pending')
    .toSorted((a, b) => restartsOf(b) - restartsOf(a) || Number(isIdle(a)) - Number(isIdle(b)));
  if (most && selector !== '') return most;
  throw new Failure('usage', `${resource}/${name} has no pod.`);
}

function isIdle(pod: PodObject): boolean {
  return idleOf(pod) !== undefined;
}
