import { tryProgram, type Ran } from '../../process/run-program.ts';
import type { Cluster } from './cluster.ts';

/** Runs a shell command on a node; the shell does not interpret `args`. */
export function runOnNode(
  { onNode }: Cluster,
  node: string,
  script: string,
  args: string[] = [],
): Promise<Ran> {
  return tryProgram(onNode(node, 'sh', '-c', script, 'sh', ...args), { timeoutMs: 15_000 });
}
