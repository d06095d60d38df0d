import { tolerate } from '../errors.ts';
import { watchHeaps, type ReadableRuntime } from '../heap/watch.ts';
import { Runtimes } from '../holders/runtime.ts';
import { watchHolders } from '../holders/watch.ts';
import { cgroupVersions } from '../kernel/cgroups.ts';
import { ownHierarchy } from '../kernel/hierarchy.ts';
import { isGone } from '../kernel/procfs.ts';
import type { Recorder } from '../recording/types.ts';
import type { Setup } from '../scenario/schema.ts';
import type { Arm } from '../scenario/types.ts';

const goneCodes = ['ENOENT', 'ENODEV'];
const nothing = { usage: 0, shmem: 0, anon: 0, kernel: 0 };

/**
 * Records who holds the memory of an app of one's own, and the heaps of its Node processes and JVMs, from outside,
 * until stopped. `cgroup` is the folder of its pod, which may go between two lives.
 */
export function watchOwnApp(
  { id, setup }: Arm,
  cgroup: string,
  record: Recorder,
): { stop: () => Promise<void> } {
  const hierarchy = ownHierarchy();
  if (hierarchy === null) return { stop: async () => undefined };
  const version = cgroupVersions[hierarchy.version];
  const watched = {
    arm: id,
    cgroup,
    limitBytes: setup.memory,
    usage: () => ifThere(() => version.charged(cgroup), 0),
    runtimes: new Runtimes(),
  };
  const looks = {
    charged: () => ifThere(() => version.usage(cgroup), nothing),
    kills: () => ifThere(() => version.oomKills(cgroup).count, 0),
    isFull: () => false,
    isForeign: true,
  };
  const watches = [
    watchHolders({ ...watched, ...looks }, record),
    watchHeaps({ ...watched, of: heapsRead(setup.heap) }, record),
  ];
  return {
    stop: async () => {
      for (const watch of watches) await watch.stop().catch(unlessGone);
    },
  };
}

function ifThere<T>(look: () => T, otherwise: T): T {
  return tolerate(goneCodes, look, otherwise);
}

/** A cgroup may go in the middle of a look at it. */
function unlessGone(error: unknown): void {
  if (!isGone(error)) throw error;
}

/** The runtimes whose heaps are read from outside. */
function heapsRead(heap: Setup['heap'] = 'auto'): ReadableRuntime[] {
  if (heap === 'auto') return ['node', 'jvm'];
  return heap === 'node' || heap === 'jvm' ? [heap] : [];
}
