import { basename } from 'node:path/posix';
import { Failure } from '../../errors.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { findPod } from '../../sampler/find-pod.ts';
import { targetOf } from './cgroup.ts';
import { chosenOf, factsOfChosen } from './chosen-container.ts';
import { levelsIn } from './levels.ts';
import { cgroupUidOf } from './pod-object.ts';
import type { PodWay } from './pod-way.ts';

/** Its cgroups are here: this host is its node, or has it as a container. */
export const host: PodWay = {
  name: 'host',
  takes: () => [],
  makes: () => [],
  open: async (context) => {
    const { pod, facts } = context;
    const hierarchy = ownHierarchy();
    const cgroup = hierarchy && findPod(hierarchy.mountPoint, cgroupUidOf(pod));
    if (!hierarchy || cgroup === null)
      throw new Failure('missing', 'its cgroup is not on this host', {
        hint: `It is on the node ${pod.spec.nodeName ?? 'that is still to be found'}.`,
      });
    const sinceMs = Date.parse(pod.metadata.creationTimestamp ?? '') || 0;
    const chosen = chosenOf(levelsIn(cgroup, pod, hierarchy.version), context);
    if (!chosen?.container) {
      const own = { logName: `/${basename(cgroup)}`, podUid: cgroupUidOf(pod) };
      return targetOf(facts.target, cgroup, hierarchy, { ...facts, sinceMs, ...own });
    }
    const known = factsOfChosen(context, chosen.container);
    return targetOf(known.target, chosen.cgroup, hierarchy, {
      ...known,
      sinceMs,
      blindTo: ['kills in its earlier lives, whose cgroups had other names'],
      logName: `/${basename(chosen.cgroup)}`,
    });
  },
};
