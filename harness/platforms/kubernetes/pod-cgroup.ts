import type { Ran } from '../../process/run-program.ts';
import { quoted } from '../../text/quoted.ts';
import type { Cluster } from './cluster.ts';
import { runOnNode } from './node.ts';

const files = {
  1: ['usage_in_bytes', 'limit_in_bytes', 'max_usage_in_bytes', 'failcnt', 'oom_control', 'stat'],
  2: ['current', 'max', 'peak', 'swap.max', 'events', 'stat'],
};

/** Folder of the pod's cgroup on the node; null if there is none. */
export async function podCgroup(
  cluster: Cluster,
  node: string,
  podUid: string,
  version: 1 | 2,
): Promise<string | null> {
  const root = version === 1 ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup';
  const find = `find "$1" -type d \\( -name "*pod$2*" -o -name "*pod$3*" \\) | head -1`;
  const { stdout } = await runOnNode(cluster, node, find, [root, podUid, podUid.replaceAll('-', '_')]);
  return stdout.trim() || null;
}

/** The pod's cgroup files, as a person on the node would print them. */
export async function cgroupFiles(
  cluster: Cluster,
  node: string,
  podUid: string,
  version: 1 | 2,
): Promise<{ command: string; ran: Ran }> {
  const folder = (await podCgroup(cluster, node, podUid, version)) ?? '';
  const names = files[version].map((name) => `memory.${name}`).join(' ');
  const ran = await runOnNode(cluster, node, `cd "$1" && head -n 60 ${names}`, [folder]);
  const command = quoted(cluster.onNode(node, 'sh', '-c', `cd ${folder} && head -n 60 ${names}`));
  return { command, ran };
}
