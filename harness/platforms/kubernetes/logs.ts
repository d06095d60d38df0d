import { keptLines, lastLines } from '../last-lines.ts';
import type { Cluster } from './cluster.ts';
import { runOnNode } from './node.ts';

/** The last lines that a container printed, from its runtime: also of one that was restarted since. */
export async function lastLinesOf(
  cluster: Cluster,
  node: string,
  containerId: string | null,
): Promise<string[]> {
  if (containerId === null) return [];
  const script = `crictl logs --tail "$1" "$2"`;
  return lastLines(await runOnNode(cluster, node, script, [String(keptLines), containerId]));
}
