import { Failure } from '../../errors.ts';
import { object, record, string } from 'zod';
import { podList, podObject, type PodObject } from '../kubernetes/pod-object.ts';
import type { ClusterAsker } from './cluster-asker.ts';
import { idleOf, restartsOf } from './pod-object.ts';

const ofKind = object({ kind: string() });
const workload = object({
  spec: object({ selector: object({ matchLabels: record(string(), string()).default({}) }).prefault({}) }),
});

/** The pod itself; of a workload, the one with the most restarts, and rather one that runs. */
export async function findPodObject(name: string, ask: ClusterAsker): Promise<PodObject> {
  const { resource } = ask.cluster;
  const found = await ask.get(`${resource}/${name}`);
  if (ofKind.parse(found).kind === 'Pod') return podObject.parse(found);
  const { selector: by } = workload.parse(found).spec;
  const selector = Object.entries(by.matchLabels)
    .map((pair) => pair.join('='))
    .join(',');
  const { items } = podList.parse(await ask.get('pods', '--selector', selector));
  const [most] = items
    .filter(({ status }) => status.phase === 'Running' || status.phase === 'Pending')
    .toSorted((a, b) => restartsOf(b) - restartsOf(a) || Number(isIdle(a)) - Number(isIdle(b)));
  if (most && selector !== '') return most;
  throw new Failure('usage', `${resource}/${name} has no pod.`);
}

function isIdle(pod: PodObject): boolean {
  return idleOf(pod) !== undefined;
}
