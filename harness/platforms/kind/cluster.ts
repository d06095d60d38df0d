import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, messageOf } from '../../errors.ts';
import { runProgram, tryProgram } from '../../exec.ts';
import { quoted } from '../../quoted.ts';
import type { Janitor } from '../../janitor/janitor.ts';
import { runDocker } from '../docker/daemon.ts';
import { freePort } from '../free-port.ts';
import { clusterConfig, type PublishedPort } from './cluster-config.ts';
import { thawNode } from './thaw.ts';
import { Kubectl, type Tools } from './tools.ts';

/** A cluster to run in: made for the run, or named by the user and left standing. */
export interface Cluster {
  name: string;
  /** Made for the run, so the run may remove it. */
  own: boolean;
  kubectl: Kubectl;
  kubeconfig: string;
  /** Its first node, which is a container of that name. */
  node: string;
  ports: PublishedPort[];
}

const createMs = 300_000;
const readyMs = 120_000;
const firstNodePort = 30080;

export interface ClusterOrder {
  tools: Tools;
  name: string;
  /** Folder for the cluster's own kubeconfig. */
  folder: string;
  image: string | null;
  cgroupVersion: 1 | 2;
  /** Arms side by side: each wants a port. */
  ports: number;
  janitor: Janitor;
  signal: AbortSignal;
}

/** Creates a cluster and waits until its node is ready; on failure nothing of it is left. */
export async function createCluster(order: ClusterOrder): Promise<Cluster> {
  const { tools, name, folder, image, cgroupVersion, janitor, signal } = order;
  const ports: PublishedPort[] = [];
  for (let index = 0; index < order.ports; index++) {
    ports.push({ hostPort: await freePort(), nodePort: firstNodePort + index });
  }
  const cluster = clusterOf(tools, name, folder, true, ports);
  janitor.owe(deletion(tools, cluster));
  janitor.owe(thawNode(cluster.node));
  const argv: [string, ...string[]] = [tools.kind, 'create', 'cluster', '--name', name];
  argv.push('--kubeconfig', cluster.kubeconfig, '--config', '-', '--wait', '0s');
  if (image !== null) argv.push('--image', image);
  const input = JSON.stringify(clusterConfig(ports, cgroupVersion));
  try {
    await runProgram(argv, {
      env: tools.env,
      input,
      timeoutMs: createMs,
      signal,
      onRunning: janitor.running,
    });
    await waitForReady(cluster, signal);
    return cluster;
  } catch (error) {
    await deleteCluster(tools, cluster);
    throw signal.aborted ? error : notCreated(error, image);
  }
}

/** Throws a Failure of kind `missing` where no cluster of this name stands. */
export async function refuseUnknownCluster(tools: Tools, name: string): Promise<void> {
  const { stdout } = await tryProgram([tools.kind, 'get', 'clusters'], { env: tools.env });
  const names = stdout.split('\n').filter(Boolean);
  if (names.includes(name)) return;
  throw new Failure('missing', `There is no kind cluster "${name}".`, {
    hint: names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is none; leave --cluster out.',
  });
}

/** A cluster that stands already; what the run makes in it is removed, the cluster is not. */
export async function reuseCluster(order: ClusterOrder): Promise<Cluster> {
  const { tools, name, folder, signal } = order;
  const { kubeconfig } = clusterOf(tools, name, folder, false, []);
  const argv: [string, ...string[]] = [tools.kind, 'export', 'kubeconfig', '--name', name];
  await runProgram([...argv, '--kubeconfig', kubeconfig], { env: tools.env, signal });
  const cluster = clusterOf(tools, name, folder, false, await freePublished(tools, name, kubeconfig, signal));
  await waitForReady(cluster, signal);
  return cluster;
}

/** Deletes the run's own cluster; throws a Failure that names the command where it can't. */
export async function deleteCluster(tools: Tools, cluster: Cluster): Promise<void> {
  const argv = deletion(tools, cluster);
  const tryIt = () => tryProgram(argv, { env: tools.env, timeoutMs: 120_000 });
  let { exitCode, stderr } = await tryIt();
  if (exitCode === 0) return;
  const thawed = await tryProgram(thawNode(cluster.node));
  if (thawed.exitCode === 0) ({ exitCode, stderr } = await tryIt());
  if (exitCode === 0) return;
  throw new Failure('infrastructure', `The cluster ${cluster.name} could not be deleted.`, {
    hint: `${stderr.trim().slice(-1000)}\nOnce Docker answers again: ${quoted([tools.kind, 'delete', 'cluster', '--name', cluster.name])}`,
  });
}

function deletion(tools: Tools, { name, kubeconfig }: Cluster): [string, ...string[]] {
  return [tools.kind, 'delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig];
}

function clusterOf(
  tools: Tools,
  name: string,
  folder: string,
  own: boolean,
  ports: PublishedPort[],
): Cluster {
  const kubeconfig = join(folder, 'kubeconfig');
  return {
    name,
    own,
    kubectl: new Kubectl(tools, kubeconfig),
    kubeconfig,
    node: `${name}-control-plane`,
    ports,
  };
}

/** kind's own --wait exits with 0 when its time is over: we look ourselves. */
async function waitForReady({ kubectl, node }: Cluster, signal: AbortSignal): Promise<void> {
  const deadlineMs = performance.now() + readyMs;
  const path =
    'jsonpath={.status.conditions[?(@.type=="Ready")].status} {.status.conditions[?(@.type=="Ready")].message}';
  let said = '';
  while (performance.now() < deadlineMs) {
    const { stdout, stderr } = await kubectl.try(['get', 'node', node, '--output', path], { signal });
    if (stdout.startsWith('True')) return;
    said = stdout.trim() || stderr.trim();
    await sleep(300, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  throw new Failure('infrastructure', `The node ${node} was not ready within ${readyMs / 1000} s.`, {
    hint: said,
  });
}

/** NodePorts that kind publishes on loopback already and no service has taken. */
async function freePublished(
  tools: Tools,
  name: string,
  kubeconfig: string,
  signal: AbortSignal,
): Promise<PublishedPort[]> {
  const format =
    '{{range $port, $to := .NetworkSettings.Ports}}{{range $to}}{{$port}} {{.HostPort}}{{"\\n"}}{{end}}{{end}}';
  const published = await runDocker(['inspect', '--format', format, `${name}-control-plane`], { signal });
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
    .filter(({ nodePort }) => nodePort >= 30_000 && nodePort <= 32_767 && !services.has(nodePort));
}

function notCreated(error: unknown, image: string | null): Failure {
  const hint = error instanceof Failure ? error.hint : undefined;
  const pulled = /pull access denied|no such host|failed to pull|not found/i.test(hint ?? '');
  const named = image === null ? "kind's own node image" : image;
  const mend = pulled
    ? `\nThe node image (${named}) can't be had; name one that is here: --image, REPRO_NODE_IMAGE`
    : '';
  return new Failure('infrastructure', `The cluster was not created: ${messageOf(error)}`, {
    hint: `${hint ?? ''}${mend}`,
    cause: error,
  });
}
