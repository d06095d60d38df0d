import { existsSync, mkdirSync } from 'node:fs';
import { tryProgram } from '../../exec.ts';
import { quoted } from '../../quoted.ts';
import type { Cluster } from './cluster.ts';
import { runSelector } from './namespaces.ts';
import type { Tools } from './tools.ts';

/** Saves the logs of a cluster in a folder, as far as kind can, and says so. */
export async function exportLogs(
  cluster: Cluster,
  tools: Tools,
  folder: string,
  say: (text: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const argv: [string, ...string[]] = [tools.kind, 'export', 'logs', folder, '--name', cluster.name];
  const { exitCode } = await tryProgram(argv, { env: tools.env, timeoutMs: 60_000 });
  if (exitCode === 0 && existsSync(folder)) say(`  the cluster's logs are in ${folder}`);
}

/** What was kept of a run, with the commands to look into it and to remove it. */
export function keepWords(cluster: Cluster, tools: Tools, run: string): string {
  return cluster.own
    ? [
        `  kept: the cluster ${cluster.name}. To look into it, and to remove it:`,
        `    ${quoted([tools.kind, 'export', 'kubeconfig', '--name', cluster.name])}`,
        `    ${quoted([tools.kubectl, 'get', 'pods', '--all-namespaces', '--selector', 'app=not-a-leak'])}`,
        '    npm run repro -- clean --kept',
      ].join('\n')
    : `  kept: the namespaces of the run (${runSelector(run)}). To remove them:\n    npm run repro -- clean --kept`;
}
