import { bothFailed } from '../../errors.ts';
import type { Arm } from '../../scenario/types.ts';
import type { Daemon } from '../docker-daemon/daemon.ts';
import { buildImage } from '../docker-daemon/image.ts';
import { removeNamespaces } from '../kubernetes/namespaces.ts';
import { armsIn, prepare as prepareIn } from '../kubernetes/prepare.ts';
import type { KubernetesRun } from '../kubernetes/run.ts';
import type { PreparedPlatform, RunContext, RunEnd } from '../platform.ts';
import { deleteCluster, reuseCluster, type KindCluster } from './cluster.ts';
import { createCluster } from './create.ts';
import { exportLogs, keepCluster } from './keep.ts';
import { runKind } from './kind.ts';
import { nodeCgroup } from './node-cgroup.ts';
import { findNodeImage } from './node-image.ts';
import type { KindOptions } from './options.ts';
import { loadImages, type OwnApps } from './own-apps.ts';
import type { Tools } from './tools.ts';

interface Found {
  tools: Tools;
  daemon: Daemon;
  own: OwnApps;
  arms: Arm[];
  signal: AbortSignal;
}

const mostPorts = 80;

/** Makes a cluster, or takes the named one, with the app's image; leaves nothing behind on failure. */
export async function prepare(
  options: KindOptions,
  context: RunContext,
  found: Found,
): Promise<PreparedPlatform> {
  const { tools, daemon, own, signal } = found;
  const { ledger, workFolder, programs, say } = context;
  let made: KindCluster | undefined;
  try {
    const image = await buildImage(programs.app, workFolder, ledger, signal);
    const cluster = (made = await findCluster(options, context, found));
    say(`  loading the image ${image}`);
    const load = ['load', 'docker-image', image, '--name', cluster.name];
    await runKind(tools, `The image ${image} was not loaded`, load, { signal, timeoutMs: 120_000 });
    await loadImages(tools, cluster.name, own.localImages, say, signal);
    const place = {
      cluster,
      image,
      cgroupVersion: daemon.cgroupVersion,
      nodeCgroup: options.sampleFrom === 'pod' ? null : await nodeCgroup(cluster.node, daemon),
      throughPorts: options.reach === 'loopback',
      ownApps: own.apps,
      localImages: new Set(own.localImages.keys()),
    };
    const run = await prepareIn(place, context, signal);
    return { ...armsIn(run), close: (end) => close(cluster, run, end) };
  } catch (error) {
    await undo(made).catch((undoing: unknown) => Promise.reject(bothFailed(error, undoing)));
    throw error;
  }

  async function close(
    cluster: KindCluster,
    run: KubernetesRun,
    { failed, keep, logsFolder }: RunEnd,
  ): Promise<void> {
    if (failed) await exportLogs(cluster, tools, { folder: logsFolder, workFolder }, say);
    if (!keep) return undo(cluster);
    say(await keepCluster(cluster, run, { tools, ledger, env: options.env }));
  }

  async function undo(cluster: KindCluster | undefined): Promise<void> {
    if (!cluster) return;
    if (cluster.own) return deleteCluster(tools, cluster);
    await removeNamespaces(cluster.kubectl, ledger.name);
    cluster.entry.settled();
  }
}

/** The cluster that the user names, or one made for the run. */
async function findCluster(
  options: KindOptions,
  { ledger, workFolder: folder, say }: RunContext,
  { tools, daemon, arms, signal }: Found,
): Promise<KindCluster> {
  const { cluster: named } = options;
  const { name } = ledger;
  const order = { tools, name, folder, cgroupVersion: daemon.cgroupVersion, ledger, signal };
  if (named !== undefined) return reuseCluster({ ...order, name: named, image: null, ports: 0 });
  const image = await findNodeImage(options.image);
  say(`  creating the cluster ${name} (node image ${image ?? "kind's own"})`);
  // A port for each arm and its second try: connections through a used one may lead to a pod that is gone.
  return createCluster({ ...order, image, ports: Math.min(2 * arms.length, mostPorts) });
}
