import type { Caller } from '../process/caller.ts';
import type { FoundTarget, TargetRequest } from './target.ts';
import { findCgroupTarget } from './targets/cgroup.ts';
import { findContainer } from './targets/container.ts';
import { findPid } from './targets/pid.ts';
import { findPodTarget } from './targets/pod.ts';
import { findUnit } from './targets/unit.ts';

/** Finds what a user named. Throws a Failure if it is not there, or can't be looked at from here. */
export async function findTarget(request: TargetRequest, { signal, env }: Caller): Promise<FoundTarget> {
  const { kind, name } = request;
  if (kind === 'pid') return findPid(name);
  if (kind === 'cgroup') return findCgroupTarget(name);
  if (kind === 'unit') return findUnit(name, signal);
  if (kind === 'container') return findContainer(name, signal);
  return findPodTarget(name, request.cluster ?? { resource: 'pod' }, { env, signal }, request.forMs);
}
