import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path/posix';
import { Failure, tolerate } from '../../errors.ts';
import { layouts } from '../../kernel/cgroup-layouts.ts';
import { cgroupVersions } from '../../kernel/cgroups.ts';
import { ownHierarchy, type MemoryHierarchy } from '../../kernel/hierarchy.ts';
import { readProc } from '../../kernel/procfs.ts';
import { findPod } from '../../sampler/find-pod.ts';
import { targetOf } from './cgroup.ts';
import { askedLimit, cgroupUidOf, containerIdOf, containersOf, type PodObject } from './pod-object.ts';
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
    const nearest = nearestOf(cgroup, pod, hierarchy, container);
    const since = { sinceMs: Date.parse(pod.metadata.creationTimestamp) };
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
 * The cgroup of the container that is meant, of several: the one named, or that which is nearer to its limit than the
 * pod is to its own. Null where the pod's own is.
 */
function nearestOf(
  podCgroup: string,
  pod: PodObject,
  { version }: MemoryHierarchy,
  named: string | undefined,
) {
  const containers = containersOf(pod);
  if (containers.length < 2) return null;
  const folders = tolerate(['ENOENT'], () => readdirSync(podCgroup), []);
  const [nearest] = containers
    .filter(({ name }) => named === undefined || name === named)
    .flatMap(({ name }) => {
      const id = containerIdOf(pod, name);
      const folder = id === null ? undefined : folders.find((one) => one.includes(id));
      const cgroup = folder === undefined ? null : join(podCgroup, folder);
      return cgroup === null ? [] : [{ name, cgroup, share: shareOf(cgroup, version) }];
    })
    .toSorted((a, b) => b.share - a.share);
  if (!nearest) return null;
  return named !== undefined || nearest.share > shareOf(podCgroup, version) ? nearest : null;
}

/** Of its limit, what can't be reclaimed; 0 if it has none. */
function shareOf(cgroup: string, version: 1 | 2): number {
  const limitBytes = Number(readProc(join(cgroup, layouts[version].limit)) ?? NaN); // v2 says `max`
  if (Number.isNaN(limitBytes)) return 0;
  const { shmem, anon, kernel } = cgroupVersions[version].usage(cgroup);
  return (shmem + anon + kernel) / limitBytes;
}
