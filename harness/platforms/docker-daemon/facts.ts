import { release } from 'node:os';
import type { HostFacts } from '../../recording/types.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { readHostFacts } from '../../kernel/host-facts.ts';
import type { Daemon } from './daemon.ts';

/** Facts about the kernel under the daemon's containers: this host's own, or what the daemon reports. */
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

/** Docker Desktop and remote daemons have another kernel. */
function isThisKernel({ kernel }: Daemon): boolean {
  return process.platform === 'linux' && kernel === release();
}
