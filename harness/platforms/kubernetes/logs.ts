import type { Cluster } from './cluster.ts';
import { runOnNode } from './node.ts';

const keptLines = 20;
const keptLineLength = 500;

/** The last lines that a container printed, from its runtime: also of one that was restarted since. */
export async function lastLinesOf(
  cluster: Cluster,
  node: string,
  containerId: string | null,
): Promise<string[]> {
  if (containerId === null) return [];
  const { stdout, stderr } = await runOnNode(cluster, node, `crictl logs --tail "$1" "$2"`, [
    String(keptLines),
    containerId,
  ]);
  return `${stdout}\n${stderr}`
    .split('\n')
    .filter(Boolean)
    .slice(-keptLines)
    .map((line) => line.slice(0, keptLineLength));
}
