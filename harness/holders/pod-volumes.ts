import { allPids, readProc } from '../kernel/procfs.ts';
import { namespaceOf } from './mount-namespace.ts';

/**
 * A process that sees a pod's volumes as its node does, and the folder that they are mounted below. They outlive the
 * pod's containers: between two lives nothing else shows them. Null if none is mounted here.
 */
export function seerOfVolumes(podUid: string): { pid: number | 'self'; below: string } | null {
  const mark = `/pods/${podUid}/volumes/`;
  const seen = new Set<number>();
  for (const pid of ['self', ...allPids()] as const) {
    const namespace = namespaceOf(pid);
    if (namespace === null || seen.has(namespace)) continue;
    seen.add(namespace);
    const found = (readProc(`/proc/${pid}/mountinfo`) ?? '').split(' ').find((word) => word.includes(mark));
    if (found !== undefined) return { pid, below: found.slice(0, found.indexOf(mark) + mark.length) };
  }
  return null;
}
