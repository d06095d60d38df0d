import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a cgroup's memory.stat says it holds: anonymous memory and cache. Its usage is no measure of a charge: it counts
 * what each processor has charged ahead, up to 64 pages, which goes back whenever that processor charges another cgroup.
 */
export function heldBytes(cgroup: string): number {
  const stat = readFileSync(join(cgroup, 'memory.stat'), 'utf8');
  const isV1 = stat.includes('\ntotal_rss ');
  const keys = isV1 ? ['total_rss', 'total_cache'] : ['anon', 'file'];
  return keys.reduce((sum, key) => sum + Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(stat)?.[1]), 0);
}
