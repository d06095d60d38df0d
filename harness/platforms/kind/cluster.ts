import { join } from 'node:path';
import { Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import type { LedgerEntry, Ledger } from '../../resources/ledger.ts';
import type { Argv } from '../../resources/resource.ts';
import { quoted } from '../../text/quoted.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import { runDocker } from '../docker-daemon/daemon.ts';
import type { Cluster, PublishedPort } from '../kubernetes/cluster.ts';
import { Kubectl } from '../kubernetes/kubectl.ts';
import { waitForReady } from '../kubernetes/node-readiness.ts';
import { handNodePort } from '../kubernetes/manifests.ts';
import { runSelector } from '../kubernetes/namespaces.ts';
import { forgetContext } from './forget-context.ts';
import { runKind } from './kind.ts';
import { nodeOf, namespacesResource } from './resources.ts';
import { thawNode } from './thaw.ts';
import type { Tools } from './tools.ts';

/** The cluster to run in: made for the run, or named by the user and left standing. */
export interface KindCluster extends Cluster {
  /** What the run must clean up: the whole cluster, or its own namespaces in it. */
  entry: LedgerEntry;
  /** Made for the run, so the run may remove it. */
  own: boolean;
  kubeconfig: string;
}

export interface ClusterOrder {
  tools: Tools;
  /** Name of the cluster: the run's, or that of an existing cluster. */
  name: string;
  /** Folder for the cluster's own kubeconfig. */
  folder: string;
  image: string | null;
  cgroupVersion: 1 | 2;
  /** How many ports to publish: one per pod. */
  ports: number;
  ledger: Ledger;
  signal: AbortSignal;
}

/** Throws a Failure of kind `missing` if there is no cluster of this name. */
export async function refuseUnknownCluster(tools: Tools, name: string): Promise<void> {
  const listed = await runKind(tools, "The clusters can't be listed", ['get', 'clusters']);
  const names = listed.split('\n').filter(Boolean);
  if (names.includes(name)) return;
  throw new Failure('missing', `There is no kind cluster "${name}".`, {
    hint: names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is none; leave --cluster out.',
  });
}

/** Uses an existing cluster; what the run makes in it is removed, the cluster is not. */
export async function reuseCluster(order: ClusterOrder): Promise<KindCluster> {
  const { tools, name, folder, ledger, signal } = order;
  const kubeconfig = kubeconfigIn(folder);
  const args = ['export', 'kubeconfig', '--name', name, '--kubeconfig', kubeconfig];
  await runKind(tools, `The cluster ${name} can't be used`, args, { signal });
  const ports = await freePublished(tools, name, kubeconfig, signal);
  const entry = ledger.enter(namespacesResource(name, runSelector(ledger.name)));
  const cluster = clusterOf(tools, { name, folder, ports, entry, own: false });
  await waitForReady(cluster.kubectl, cluster.node, signal);
  return cluster;
}

/** Deletes the run's own cluster and its network; if it can't, throws a Failure that names the command. */
export async function deleteCluster(tools: Tools, cluster: KindCluster): Promise<void> {
  const { name, kubeconfig, node, entry } = cluster;
  const argv: Argv = [tools.kind, 'delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig];
  const tryIt = () => tryProgram(argv, { env: tools.env, timeoutMs: 120_000 });
  let { exitCode, stderr } = await tryIt();
  if (exitCode !== 0 && (await tryProgram(thawNode(node))).exitCode === 0)
    ({ exitCode, stderr } = await tryIt());
  await tryProgram(forgetContext(tools.kind, name));
  // If creating it failed there may be no network yet; one that can't be removed is left to the ledger.
  const network = await tryProgram([docker, 'network', 'rm', name]);
  if (exitCode === 0 && (network.exitCode === 0 || /not found/.test(network.stderr))) return entry.settled();
  if (exitCode === 0) return;
  throw new Failure('infrastructure', `The cluster ${name} could not be deleted.`, {
    hint: `${stderr.trim().slice(-1000)}\nOnce Docker answers again: ${quoted([tools.kind, 'delete', 'cluster', '--name', name])}`,
  });
}

export function clusterOf(
  tools: Tools,
  parts: Pick<KindCluster, 'name' | 'ports' | 'entry' | 'own'> & { folder: string },
): KindCluster {
  const { folder, ...rest } = parts;
  const kubeconfig = kubeconfigIn(folder);
  return {
    ...rest,
    kubectl: new Kubectl(tools, kubeconfig),
    kubeconfig,
    node: nodeOf(parts.name),
    onNode: (node, ...command) => [docker, 'exec', node, ...command], // a node is a container
    portHint:
      'Leave --cluster out, or create it with extraPortMappings: https://kind.sigs.k8s.io/docs/user/configuration/',
  };
}

function kubeconfigIn(folder: string): string {
  return join(folder, 'kubeconfig');
}

/** NodePorts that kind already publishes on loopback and no service uses; that of the manifests comes last. */
async function freePublished(
  tools: Tools,
  name: string,
  kubeconfig: string,
  signal: AbortSignal,
): Promise<PublishedPort[]> {
  const format =
    '{{range $port, $to := .NetworkSettings.Ports}}{{range $to}}{{$port}} {{.HostPort}}{{"\\n"}}{{end}}{{end}}';
  const published = await runDocker(['inspect', '--format', format, nodeOf(name)], { signal });
  const path = 'jsonpath={.items[*].spec.ports[*].nodePort}';
  const taken = await new Kubectl(tools, kubeconfig).run(
    ['get', 'services', '--all-namespaces', '--output', path],
    { signal },
  );
  const services = new Set(taken.split(/\s+/).map(Number));
  return published
    .split('\n')
    .map((line) => /^(\d+)\/tcp (\d+)$/.exec(line))
    .flatMap((match) => (match ? [{ nodePort: Number(match[1]), hostPort: Number(match[2]) }] : []))
    .filter(({ nodePort }) => nodePort >= 30_000 && nodePort <= 32_767 && !services.has(nodePort))
    .toSorted((a, b) => Number(a.nodePort === handNodePort) - Number(b.nodePort === handNodePort));
}
