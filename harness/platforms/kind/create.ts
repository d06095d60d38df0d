import { bothFailed, Failure } from '../../errors.ts';
import { freePort } from '../../process/free-port.ts';
import { clusterConfig } from './cluster-config.ts';
import { handNodePort } from '../kubernetes/manifests.ts';
import type { PublishedPort } from '../kubernetes/cluster.ts';
import { waitForReady } from '../kubernetes/node-readiness.ts';
import { clusterOf, deleteCluster, type ClusterOrder, type KindCluster } from './cluster.ts';
import { runKind } from './kind.ts';
import { findNodeImage } from './node-image.ts';
import { clusterResource, networkResource } from './resources.ts';

const createMs = 300_000;
/** How often to try other ports if someone takes a free one. */
const portTries = 3;
const portTaken = /port is already allocated|address already in use|ports are not available/i;
const notPulled = /failed to pull|pull access denied/i;

/** Creates a cluster and waits until its node is ready; leaves nothing behind on failure. */
export async function createCluster(order: ClusterOrder): Promise<KindCluster> {
  const { tools, name, folder, image, ledger, signal } = order;
  const entry = ledger.enter(networkResource(name), clusterResource(name, tools.kind));
  const cluster = clusterOf(tools, { name, folder, ports: [], entry, own: true });
  try {
    const ports = await create(order, cluster);
    await waitForReady(cluster.kubectl, cluster.node, signal); // kind's own --wait exits with 0 on timeout
    return { ...cluster, ports };
  } catch (error) {
    if (signal.aborted) throw error; // the ledger allows for a node that is still to come
    await deleteCluster(tools, cluster).catch((undoing: unknown) => {
      throw bothFailed(error, undoing);
    });
    throw isNotPulled(error) ? await noImage(error, image) : error;
  }
}

/** Resolves with the ports published for arms. On failure kind itself removes what it made. */
async function create(
  { tools, name, image, ...order }: ClusterOrder,
  cluster: KindCluster,
): Promise<PublishedPort[]> {
  const args = ['create', 'cluster', '--name', name, '--kubeconfig', cluster.kubeconfig, '--config', '-'];
  args.push('--wait', '0s', ...(image === null ? [] : ['--image', image]));
  // Its own network: one shared by runs could be removed by none of them.
  const env = { ...tools.env, KIND_EXPERIMENTAL_DOCKER_NETWORK: name };
  for (let tries = 1; ; tries++) {
    const [byHand, ...ports] = await pickPorts(1 + order.ports);
    const input = JSON.stringify(clusterConfig([byHand, ...ports], order.cgroupVersion));
    try {
      const options = { input, timeoutMs: createMs, signal: order.signal };
      await runKind({ ...tools, env }, 'The cluster was not created', args, options);
      return ports;
    } catch (error) {
      if (!(error instanceof Failure) || !portTaken.test(wordsOf(error)) || tries === portTries) throw error;
    }
  }
}

/** Distinct free ports of this host; the first is for what a person applies by hand. */
async function pickPorts(count: number): Promise<[PublishedPort, ...PublishedPort[]]> {
  const hostPorts = new Set<number>();
  while (hostPorts.size < count) hostPorts.add(await freePort());
  const ports = [...hostPorts].map((hostPort, index) => ({ hostPort, nodePort: handNodePort + index }));
  return ports as [PublishedPort, ...PublishedPort[]];
}

function wordsOf({ message, hint = '' }: Failure): string {
  return `${message}\n${hint}`;
}

function isNotPulled(error: unknown): error is Failure {
  return error instanceof Failure && notPulled.test(wordsOf(error));
}

/** kind's error about an image that it can't pull, in the user's terms and with advice. */
async function noImage(error: Failure, image: string | null): Promise<Failure> {
  const here = await findNodeImage(undefined);
  const hint =
    here === null
      ? 'Load one (docker load), and name it: --image, REPRO_NODE_IMAGE'
      : `Docker has ${here}: leave out --image and REPRO_NODE_IMAGE to use it.`;
  const which = image === null ? "kind's own node image" : `the node image ${image}`;
  return new Failure('infrastructure', `The cluster was not created: ${which} is not available.`, {
    hint: `${wordsOf(error).replace(/^The cluster was not created: /, '')}\n${hint}`,
    cause: error,
  });
}
