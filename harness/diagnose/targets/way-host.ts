import { basename } from 'node:path/posix';
import { Failure } from '../../errors.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { findPod } from '../../sampler/find-pod.ts';
import type { PodObject } from '../kubernetes/pod-object.ts';
import { targetOf } from './cgroup.ts';
import { levelsIn, nearestOf } from './levels.ts';
import { askedLimit, cgroupUidOf, containersOf } from './pod-object.ts';
import type { PodWay } from './pod-way.ts';

/** Its cgroups are here: this host is its node, or has it as a container. */
export const host: PodWay = {
  name: 'host',
  takes: () => [],
  makes: () => [],
  open: async ({ pod, container, facts }) => {
    const hierarchy = ownHierarchy();
    const cgroup = hierarchy && findPod(hierarchy.mountPoint, cgroupUidOf(pod));
    if (!hierarchy || cgroup === null)
      throw new Failure('missing', 'its cgroup is not on this host', {
        hint: `It is on the node ${pod.spec.nodeName ?? 'that is still to be found'}.`,
      });
    const nearest = meantIn(cgroup, pod, hierarchy.version, container);
    const since = { sinceMs: Date.parse(pod.metadata.creationTimestamp ?? '') || 0 };
    if (nearest === null) {
      const own = { logName: `/${basename(cgroup)}`, podUid: cgroupUidOf(pod) };
      return targetOf(facts.target, cgroup, hierarchy, { ...facts, ...since, ...own });
    }
    const note = `of its ${containersOf(pod).length} containers, ${nearest.name} is the nearest to its own limit (-c names another)`;
    const notes = container === undefined ? [note] : [];
    return targetOf(facts.target, nearest.cgroup, hierarchy, {
      ...facts,
      ...since,
      target: { ...facts.target, container: nearest.name },
      asked: askedLimit(pod, nearest.name),
      notes: [...facts.notes, ...notes],
      again: async () => {
        const later = (await facts.again?.()) ?? {};
        return { ...later, notes: [...(later.notes ?? facts.notes), ...notes] };
      },
      blindTo: ['kills in its earlier lives, whose cgroups had other names'],
      logName: `/${basename(nearest.cgroup)}`,
    });
  },
};

/**
 * The level that is meant, of several containers: of the one named, or of that which is nearer to its limit than the
 * pod is to its own. Null where the pod's own is.
 */
function meantIn(podCgroup: string, pod: PodObject, version: 1 | 2, named: string | undefined) {
  if (containersOf(pod).length < 2) return null;
  const levels = levelsIn(podCgroup, pod, version);
  const meant = named === undefined ? nearestOf(levels) : levels.find(({ container }) => container === named);
  return meant?.container ? { cgroup: meant.cgroup, name: meant.container } : null;
}
