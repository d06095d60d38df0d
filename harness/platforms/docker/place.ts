import { constants, readlinkSync } from 'node:fs';
import { release } from 'node:os';
import { mayAccess } from '../../files/rights.ts';
import { ownHierarchy, type MemoryHierarchy } from '../../kernel/hierarchy.ts';
import type { Daemon } from '../docker-daemon/daemon.ts';

/** How this host relates to the daemon's cgroups. */
export interface Place {
  /** The daemon's memory controller, if this host sees it; else null. */
  hierarchy: MemoryHierarchy | null;
  /** Whether all of an arm's lives can share a limited cgroup, as in a pod. */
  sharesParent: boolean;
  /** Why they can't; else null. */
  problem: string | null;
}

/** Inode of a kernel's initial cgroup namespace: include/linux/proc_ns.h, PROC_CGROUP_INIT_INO. */
const initialCgroupNamespace = 'cgroup:[4026531835]';

/** Locates the daemon's cgroups without touching anything. */
export function findPlace(daemon: Daemon, env: Record<string, string | undefined>): Place {
  const hidden = visibilityProblem(daemon);
  const hierarchy = hidden === null ? ownHierarchy() : null;
  const seen = hierarchy?.version === daemon.cgroupVersion ? hierarchy : null;
  const problem = hidden ?? parentProblem(daemon, seen, env);
  return { hierarchy: seen, sharesParent: problem === null, problem };
}

function visibilityProblem(daemon: Daemon): string | null {
  if (process.platform !== 'linux' || daemon.kernel !== release()) {
    return `the daemon runs on another kernel (${daemon.kernel})`;
  }
  if (readlinkSync('/proc/self/ns/cgroup') !== initialCgroupNamespace) {
    return "this is a container that does not see the host's cgroups";
  }
  return null;
}

function parentProblem(
  daemon: Daemon,
  hierarchy: MemoryHierarchy | null,
  env: Record<string, string | undefined>,
): string | null {
  if (env['REPRO_DOCKER_PARENT'] === 'none') return 'REPRO_DOCKER_PARENT=none';
  if (hierarchy === null) return 'the memory controller is not mounted here as the daemon has it';
  if (daemon.rootless) return 'the daemon is rootless';
  if (daemon.cgroupDriver !== 'cgroupfs')
    return `the daemon leaves cgroups to ${daemon.cgroupDriver || 'nobody'}`;
  return mayAccess(hierarchy.mountPoint, constants.W_OK)
    ? null
    : `this user may not make cgroups in ${hierarchy.mountPoint}`;
}
