import { join } from 'node:path';
import { readProc } from './procfs.ts';
import { nestedPaths } from './nested-paths.ts';
import type { LimitCounts, NestedCgroup } from '../recording/evidence-lines.ts';
import { layouts } from './cgroup-layouts.ts';
import { field } from './cgroups.ts';
import { readLimit } from './limit.ts';

/** What each descendant of a cgroup has counted itself. */
export function readNested(root: string, version: 1 | 2): NestedCgroup[] {
  return nestedPaths(root).map((path) => {
    const folder = join(root, path);
    const counts = limitCountsOf(folder, version);
    return {
      path,
      limitBytes: readLimit(folder, layouts[version]) ?? null,
      oomKills: killsAt(folder, version),
      ...counts,
    };
  });
}

/** How often this cgroup's own limit was met, descendants excluded. */
export function limitCountsOf(folder: string, version: 1 | 2): LimitCounts {
  if (version === 1) return { limitEvents: Number(readProc(join(folder, 'memory.failcnt'))), ooms: null };
  const events = readProc(join(folder, 'memory.events.local')) ?? '';
  return { limitEvents: field(events, 'max'), ooms: field(events, 'oom') };
}

function killsAt(folder: string, version: 1 | 2): number {
  const file = version === 1 ? 'memory.oom_control' : 'memory.events.local';
  return field(readProc(join(folder, file)) ?? '', 'oom_kill');
}
