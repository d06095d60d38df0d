import type { KernelReport } from '../../kernel/oom-report.ts';

/** Whose limit was met, as a phrase for a reason; empty where it was its own. */
export function whoseLimit(
  { limitedCgroup, victimCgroup }: KernelReport,
  constraint: string | null,
): { isOwnLimit: boolean | null; words: string } {
  if (constraint === 'CONSTRAINT_NONE')
    return { isOwnLimit: false, words: 'the whole host ran out of memory, and no limit of its own was met' };
  if (constraint !== null && constraint !== 'CONSTRAINT_MEMCG')
    return { isOwnLimit: false, words: `the host ran out of the memory that it may use (${constraint})` };
  if (limitedCgroup === null || victimCgroup === null) return { isOwnLimit: null, words: '' };
  if (limitedCgroup === victimCgroup || isOneThing(limitedCgroup)) return { isOwnLimit: true, words: '' };
  const isAll = /\/kubepods(?:\.slice)?(?:\/(?:kubepods-)?(?:burstable|besteffort)(?:\.slice)?)?$/.test(
    limitedCgroup,
  );
  const isShared = isAll || /\.slice$|^\/[a-z]*$/.test(limitedCgroup);
  const whose = isAll
    ? 'all pods of the node together met what it leaves them'
    : 'the limit of a cgroup above was met';
  // A cgroup of no known kind may as well be the thing itself, with its parts below it.
  return { isOwnLimit: isShared ? false : null, words: `${whose} (${limitedCgroup})` };
}

/** A pod, a container or a unit: what lies below is a part of it. */
function isOneThing(cgroup: string): boolean {
  const name = cgroup.slice(cgroup.lastIndexOf('/') + 1);
  return /(?:^|-)pod[0-9a-f]{8}[-_0-9a-f]*(?:\.slice)?$|[0-9a-f]{64}(?:\.scope)?$|\.(?:service|scope)$/.test(
    name,
  );
}
