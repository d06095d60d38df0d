import { monotonicMs } from '../../process/clock.ts';
import { quoted } from '../../text/quoted.ts';
import type { Recorder } from '../../recording/types.ts';
import type { Cluster } from './cluster.ts';
import { hideValues } from './own/hide-values.ts';
import { cgroupFiles } from './pod-cgroup.ts';
import type { PodStatus } from './pod-status.ts';

export interface EvidenceContext {
  arm: string;
  record: Recorder;
  cluster: Cluster;
  namespace: string;
  cgroupVersion: 1 | 2;
  /** Its variables may be secrets, and its image may have no shell. */
  isOwn: boolean;
}

const keptOutput = 20_000;

/** The memory that the pod itself sees: the node's, not its own. Taken while it is calm. */
export async function recordMeminfo(context: EvidenceContext, pod: string): Promise<void> {
  if (context.isOwn) return;
  const script = "cat /proc/meminfo | grep -E 'Cached|Buffers|MemAvailable'";
  const args = ['exec', pod, '--', 'sh', '-c', script];
  await recordKubectl(context, "the node's memory, as the pod sees it", args);
}

/** The commands that a person would use to investigate an OOM kill, with their current output. */
export async function recordEvidence(context: EvidenceContext, status: PodStatus): Promise<void> {
  await recordKubectl(context, 'status and restarts', ['get', 'pod']);
  await recordKubectl(context, 'limits and last state', ['describe', 'pod', status.pod]);
  await recordKubectl(context, 'events', ['get', 'events', '--sort-by=.lastTimestamp']);
  if (status.node === null) return;
  const { command, ran } = await cgroupFiles(context.cluster, status.node, status.uid, context.cgroupVersion);
  const { arm, record } = context;
  const { exitCode, stdout, stderr } = ran;
  const what = "the pod's cgroup on the node";
  const output = `${stdout}${stderr}`.slice(0, keptOutput);
  record({ kind: 'evidence', arm, atMs: monotonicMs(), what, command, output, exitCode });
}

async function recordKubectl(
  { arm, record, cluster, namespace, isOwn }: EvidenceContext,
  what: string,
  args: string[],
): Promise<void> {
  const inNamespace = ['--namespace', namespace, ...args];
  const { exitCode, stdout, stderr } = await cluster.kubectl.try(inNamespace, { timeoutMs: 20_000 });
  const command = quoted(['kubectl', ...inNamespace]);
  const output = `${isOwn ? hideValues(stdout) : stdout}\n${stderr}`.trim().slice(0, keptOutput);
  record({ kind: 'evidence', arm, atMs: monotonicMs(), what, command, output, exitCode });
}
