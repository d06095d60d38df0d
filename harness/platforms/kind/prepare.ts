import { bothFailed } from '../../errors.ts';
import type { Arm } from '../../scenario/types.ts';
import type { Daemon } from '../docker-daemon/daemon.ts';
import { buildImage } from '../docker-daemon/image.ts';
import type { PreparedPlatform, RunContext, RunEnd } from '../platform.ts';
import { deleteCluster, reuseCluster, type Cluster } from './cluster.ts';
import { createCluster } from './create.ts';
import { startHelper } from '../kubernetes/helper.ts';
import { exportLogs, keepCluster } from './keep.ts';
import { runKind } from './kind.ts';
import { removeNamespaces, runLabels } from '../kubernetes/namespaces.ts';
import { findNodeImage } from './node-image.ts';
import type { KindOptions } from './options.ts';
import { makePod, type KindRun } from '../kubernetes/pod.ts';
import { reachableAddress } from '../kubernetes/reach.ts';
import { restartsMs } from '../kubernetes/backoff.ts';
import { nodeCgroup, samplingHere, samplingInHelper } from '../kubernetes/sampling.ts';
import type { Tools } from './tools.ts';

interface Found {
  tools: Tools;
  daemon: Daemon;
  arms: Arm[];
  signal: AbortSignal;
}

const mostPorts = 80;

/** Makes the cluster ready for the arms of a run; on failure nothing of it is left. */
export async function prepare(
  options: KindOptions,
  context: RunContext,
  found: Found,
): Promise<PreparedPlatform> {
  const { tools, daemon, signal } = found;
  const { ledger, workFolder, programs, say } = context;
  const { name } = ledger;
  let cluster: Cluster | undefined;
  try {
    const image = await buildImage(programs.app, workFolder, ledger, signal);
    cluster = await findCluster(options, context, found);
    say(`  loading the image ${image}`);
    const load = ['load', 'docker-image', image, '--name', cluster.name];
    await runKind(tools, `The image ${image} was not loaded`, load, { signal, timeoutMs: 120_000 });
    const run = await makeRun(options, context, { cluster, image, daemon, signal });
    let pods = 0;
    return {
      makePod: (arm, record, stop) => makePod(run, arm, namespaceOf(name, ++pods, arm), record, stop),
      load: null,
      restartsMs,
      upAheadMs: () => 0,
      close: (end) => close(run, end),
    };
  } catch (error) {
    await undo(cluster).catch((undoing: unknown) => Promise.reject(bothFailed(error, undoing)));
    throw error;
  }

  async function close(run: KindRun, { failed, keep, logsFolder }: RunEnd): Promise<void> {
    if (failed) await exportLogs(run.cluster, tools, { folder: logsFolder, workFolder }, say);
    if (!keep) return undo(run.cluster);
    say(await keepCluster(run, { tools, ledger, env: options.env }));
  }

  async function undo(made: Cluster | undefined): Promise<void> {
    if (!made) return;
    if (made.own) return deleteCluster(tools, made);
    await removeNamespaces(made.kubectl, name);
    made.owed.settled();
  }
}

/** The cluster that the user names, or one made for the run. */
async function findCluster(
  options: KindOptions,
  { ledger, workFolder: folder, say }: RunContext,
  { tools, daemon, arms, signal }: Found,
): Promise<Cluster> {
  const { cluster: named } = options;
  const { name } = ledger;
  const order = { tools, name, folder, cgroupVersion: daemon.cgroupVersion, ledger, signal };
  if (named !== undefined) return reuseCluster({ ...order, name: named, image: null, ports: 0 });
  const image = await findNodeImage(options.image);
  say(`  creating the cluster ${name} (node image ${image ?? "kind's own"})`);
  // A port of its own for each arm, and for its second try: connections through a used one may lead to a pod
  // that is gone.
  return createCluster({ ...order, image, ports: Math.min(2 * arms.length, mostPorts) });
}

interface Parts {
  cluster: Cluster;
  image: string;
  daemon: Daemon;
  signal: AbortSignal;
}

/** Finds out where to sample from and how the app is reached. */
async function makeRun(
  options: KindOptions,
  { ledger: { name }, programs, say }: RunContext,
  { cluster, image, daemon, signal }: Parts,
): Promise<KindRun> {
  const { cgroupVersion } = daemon;
  const labels = runLabels(name);
  const at = { namespace: name, image, labels, node: cluster.node, programs, cgroupVersion, signal };
  const helper = await startHelper(cluster, at);
  const below = options.sampleFrom === 'pod' ? null : await nodeCgroup(cluster.node, daemon);
  const sampling =
    below === null ? samplingInHelper(helper, cgroupVersion) : samplingHere(below, programs, cgroupVersion);
  say(`  the cluster is ready; sampling ${sampling.where}`);
  const address = options.reach === 'loopback' ? null : await reachableAddress(cluster, signal);
  say(`  the app is reached at ${address ?? '127.0.0.1'}`);
  return { cluster, address, image, sampling, labels, ports: [...cluster.ports], kept: [] };
}

/** A name of at most 63 characters, unique in the run. */
function namespaceOf(run: string, nth: number, arm: Arm): string {
  return `${run}-${nth}-${arm.id.replace('/', '-')}`.slice(0, 63).replace(/-+$/, '');
}
