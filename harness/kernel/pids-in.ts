import { join } from 'node:path';
import { nestedPaths } from './nested-paths.ts';
import { readProc } from './procfs.ts';

/** The processes of a cgroup and of those below it. */
export function pidsIn(cgroup: string): number[] {
  return ['', ...nestedPaths(cgroup)].flatMap((path) => pidsAt(join(cgroup, path)));
}

/**
 * The processes of a cgroup without those below it. One of another PID namespace has the number 0 here, which would
 * stand for this process's own group, and is left out. Those of a threaded cgroup stand in the one above it.
 */
export function pidsAt(cgroup: string): number[] {
  const lines = (readProc(join(cgroup, 'cgroup.procs')) ?? '').split('\n');
  return lines.map(Number).filter((pid) => pid > 0);
}
