import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../errors.ts';
import type { HostFacts } from '../../recording/types.ts';
import { ownHierarchy, type MemoryHierarchy } from '../../kernel/hierarchy.ts';

/** This host's memory controller; throws a Failure of kind `missing` if there is none. */
export function memoryHierarchy(): MemoryHierarchy {
  const hierarchy = ownHierarchy();
  if (hierarchy) return hierarchy;
  throw new Failure('missing', 'No cgroup file system with the memory controller is mounted.', {
    hint: 'Is this a container? Then it needs the cgroups of the host: --privileged --cgroupns=host.',
  });
}

/** If a cgroup can't be denied swap, memory is swapped out instead of filling the limit. */
export function refuseUncountedSwap({ version }: MemoryHierarchy, parent: string, facts: HostFacts): void {
  const file = version === 1 ? 'memory.memsw.limit_in_bytes' : 'memory.swap.max';
  // The v2 root cgroup lacks this file, but its children have it.
  const probe =
    version === 2 && !existsSync(join(parent, 'memory.current')) ? '/sys/fs/cgroup/init.scope' : parent;
  if (!facts.swapBytes || existsSync(join(probe, file)) || (version === 2 && !existsSync(probe))) return;
  throw new Failure(
    'missing',
    `This host has swap, and its kernel can't forbid it to a cgroup (no ${file}).`,
    { hint: 'Turn swap off (swapoff -a), or boot with swapaccount=1.' },
  );
}
