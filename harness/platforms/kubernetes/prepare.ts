import type { Arm } from '../../scenario/types.ts';
import type { PreparedPlatform, RunContext } from '../platform.ts';
import { restartsMs } from './backoff.ts';
import type { Cluster } from './cluster.ts';
import { startHelper } from './helper.ts';
import { runLabels } from './namespaces.ts';
import { makePod } from './pod.ts';
import { reachableAddress } from './reach.ts';
import type { KubernetesRun } from './run.ts';
import { samplingHere, samplingInHelper } from './sampling.ts';

/** A cluster, and how it relates to this host. */
export interface ClusterPlace {
  cluster: Cluster;
  cgroupVersion: 1 | 2;
  /** The app's image, already in the cluster. */
  image: string;
  /** The first node's cgroup as a folder of this host; null samples from the run's helper pod. */
  nodeCgroup: string | null;
  /** Reach the app through a published port even if this host can reach the node. */
  throughPorts: boolean;
  /** The arms' own apps, and those of their images that are in the cluster. */
  ownApps: KubernetesRun['ownApps'];
  localImages: KubernetesRun['localImages'];
}

/** Makes what a run's pods share: a helper pod, which also samples if this host can't. */
export async function prepare(
  { cluster, cgroupVersion, image, nodeCgroup, throughPorts, ownApps, localImages }: ClusterPlace,
  { ledger: { name }, programs, say }: RunContext,
  signal: AbortSignal,
): Promise<KubernetesRun> {
  const { kubectl, node } = cluster;
  const labels = runLabels(name);
  const at = { namespace: name, image, labels, node, programs, cgroupVersion, signal };
  const helper = await startHelper(kubectl, at);
  const sampling =
    nodeCgroup === null
      ? samplingInHelper(helper, cgroupVersion)
      : samplingHere(nodeCgroup, programs, cgroupVersion);
  say(`  the cluster is ready; sampling ${sampling.where}`);
  const address = throughPorts ? null : await reachableAddress(cluster, signal);
  say(`  the app is reached at ${address ?? '127.0.0.1'}`);
  return { name, cluster, address, image, sampling, labels, ownApps, localImages, kept: [] };
}

/** Runs a run's arms in its cluster, which someone else closes. */
export function armsIn(run: KubernetesRun): Omit<PreparedPlatform, 'close'> {
  let pods = 0;
  return {
    makePod: (arm, record, signal) => makePod(run, arm, namespaceOf(run.name, ++pods, arm), record, signal),
    load: null,
    restartsMs,
    upAheadMs: () => 0,
  };
}

/** A name of at most 63 characters, unique in the run. */
function namespaceOf(run: string, nth: number, arm: Arm): string {
  return `${run}-${nth}-${arm.id.replace('/', '-')}`.slice(0, 63).replace(/-+$/, '');
}
