import { join } from 'node:path';
import { nestedPaths } from './nested-paths.ts';
import { readProc } from './procfs.ts';

/** The processes of a cgroup and its descendants. */
export function pidsIn(cgroup: string): number[] {
  return ['', ...nestedPaths(cgroup)].flatMap((path) => pidsAt(join(cgroup, path)));
}

/**
 * The processes of a cgroup, descendants excluded. One in another PID namespace reads as 0, which would mean this
 * process's own group, and is left out. Those of a threaded cgroup appear in its parent.
 */
export function pidsAt(cgroup: string): number[] {
  const lines = (readProc(join(cgroup, 'cgroup.procs')) ?? '').split('\n');
  return lines.map(Number).filter((pid) => pid > 0);
}
