import { existsSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path/posix';
import { Failure } from '../../errors.ts';
import { layouts } from '../../kernel/cgroup-layouts.ts';
import { ownHierarchy, type MemoryHierarchy } from '../../kernel/hierarchy.ts';
import type { TargetName } from '../../recording/types.ts';
import type { LocalTarget } from '../target.ts';

/** A memory cgroup by its folder, or by its path below the place where the hierarchy is mounted. */
export function findCgroupTarget(name: string): LocalTarget {
  const hierarchy = hierarchyHere();
  const under = relative(hierarchy.mountPoint, name);
  const isFolder = isAbsolute(name) && (under === '' || !under.startsWith('..')) && existsSync(name);
  return targetOf({ kind: 'cgroup', name }, isFolder ? name : join(hierarchy.mountPoint, name), hierarchy);
}

/** What a cgroup on this host tells by itself. Throws a usage Failure if there is none. */
export function targetOf(
  target: TargetName,
  cgroup: string,
  { version, mountPoint }: MemoryHierarchy,
  more: Partial<LocalTarget> = {},
): LocalTarget {
  if (!existsSync(join(cgroup, layouts[version].usage)))
    throw new Failure('usage', `There is no memory cgroup ${cgroup}.`, {
      hint: isRoot(cgroup, mountPoint)
        ? 'That is the root of all cgroups, which has no figures of its own: name one below it.'
        : `Name a folder below ${mountPoint}, or its path from there.`,
    });
  return {
    target,
    via: `read from this host's cgroups (v${version}); nothing is charged to it`,
    blindTo: [],
    cgroup,
    asked: null,
    restarts: null,
    ends: [],
    afresh: null,
    isSandboxed: false,
    notes: [],
    cgroupVersion: version,
    comesAgain: false,
    sinceMs: statSync(cgroup).ctimeMs,
    logName: `/${relative(mountPoint, cgroup)}`,
    ...more,
  };
}

export function hierarchyHere(): MemoryHierarchy {
  const hierarchy = ownHierarchy();
  if (hierarchy !== null) return hierarchy;
  throw new Failure('missing', 'No memory cgroups are mounted here.', {
    hint: 'It takes Linux with its memory controller. Evidence from elsewhere can be pasted: diagnose -',
  });
}

function isRoot(cgroup: string, mountPoint: string): boolean {
  return relative(mountPoint, cgroup) === '' && basename(cgroup) === basename(mountPoint);
}
