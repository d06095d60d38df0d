import { release } from 'node:os';
import type { HostFacts } from '../../recording/types.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { readHostFacts } from '../../kernel/host-facts.ts';
import type { Daemon } from './daemon.ts';

/** The facts of the kernel that the daemon's containers run on: this host's own, or what the daemon tells. */
export function factsOfDaemon(daemon: Daemon): HostFacts {
  const hierarchy = isThisKernel(daemon) ? ownHierarchy() : null;
  if (hierarchy) return readHostFacts(hierarchy, hierarchy.mountPoint, null);
  return {
    kernel: daemon.kernel,
    cgroupVersion: daemon.cgroupVersion,
    lruGen: null,
    swapBytes: null,
    processors: daemon.processors,
    memoryBytes: daemon.memoryBytes,
    availableBytes: daemon.memoryBytes,
    node: process.version,
    damon: null,
    disk: null,
  };
}

/** Docker Desktop and remote daemons run on a kernel of their own. */
function isThisKernel({ kernel }: Daemon): boolean {
  return process.platform === 'linux' && kernel === release();
}
