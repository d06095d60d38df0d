import { keptLines, lastLines } from '../last-lines.ts';
import type { Cluster } from './cluster.ts';
import { runOnNode } from './node.ts';

/** A container's last lines of output, from its runtime, even if it has been restarted since. */
export async function lastLinesOf(
  cluster: Cluster,
  node: string,
  containerId: string | null,
): Promise<string[]> {
  if (containerId === null) return [];
  const script = `crictl logs --tail "$1" "$2"`;
  return lastLines(await runOnNode(cluster, node, script, [String(keptLines), containerId]));
}
