import { basename } from 'node:path/posix';
import type { NestedCgroup, NestedCgroupsLine } from '../../recording/evidence-lines.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import type { KernelReport } from '../../kernel/oom-report.ts';
import type { MetLimit } from './types.ts';

/**
 * The limit that was met, if it was that of a cgroup made by the command: by the kernel's word, otherwise by the
 * cgroups' counters. Null if it was the command's own limit, or there is no evidence against that.
 */
export function metLimitOf({ exec, nested }: ExecRecording, decisive: KernelReport | null): MetLimit | null {
  if (!decisive?.limitedCgroup) return nested && byCounts(nested);
  const cgroup = pathBelow(decisive.limitedCgroup, basename(exec.cgroup));
  if (cgroup === null) return null;
  const there = nested?.cgroups.find(({ path }) => path === cgroup);
  return { cgroup, limitBytes: decisive.limitBytes ?? there?.limitBytes ?? null };
}

/** Null if a cgroup is not below the one of that name. */
function pathBelow(cgroup: string, own: string): string | null {
  const parts = cgroup.split('/');
  const at = parts.indexOf(own);
  return at === -1 || at === parts.length - 1 ? null : parts.slice(at + 1).join('/');
}

function byCounts({ own, cgroups }: NestedCgroupsLine): MetLimit | null {
  if ((own.ooms ?? own.limitEvents) > 0) return null; // it may have been its own limit
  const met = cgroups.filter(({ limitBytes, ...counts }) => limitBytes !== null && timesMet(counts) > 0);
  const [most] = met.toSorted((a, b) => b.oomKills - a.oomKills || timesMet(b) - timesMet(a));
  return { cgroup: most?.path ?? null, limitBytes: most?.limitBytes ?? null };
}

function timesMet({ ooms, limitEvents }: Pick<NestedCgroup, 'ooms' | 'limitEvents'>): number {
  return ooms ?? limitEvents;
}
