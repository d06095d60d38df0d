import { once } from 'node:events';
import { connect } from 'node:net';
import { Failure } from '../../errors.ts';
import type { Cluster, PublishedPort } from './cluster.ts';

const apiServerPort = 6443;
const patienceMs = 1000;

/**
 * The node's own address if this host can reach it, as on Linux; else null. It avoids Docker's port proxy, a
 * process that copies every byte twice and takes a processor from the measurement.
 */
export async function reachableAddress(
  { kubectl, node }: Cluster,
  signal: AbortSignal,
): Promise<string | null> {
  const path = 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}';
  const address = (await kubectl.run(['get', 'node', node, '--output', path], { signal }))
    .trim()
    .split(' ')[0];
  if (!address) return null;
  const socket = connect({ host: address, port: apiServerPort, signal: AbortSignal.timeout(patienceMs) });
  const answer = await Promise.race([
    once(socket, 'connect').then(() => address),
    once(socket, 'error').then(() => null),
  ]).catch(() => null); // `once` rejects with the socket's error: it is unreachable
  socket.destroy();
  return answer;
}

/** Where an arm's app accepts requests: at the node's address, or at a published port of this host. */
export async function appUrl(
  { kubectl, name, portHint }: Cluster,
  namespace: string,
  service: string,
  address: string | null,
  port: PublishedPort | null,
): Promise<string> {
  if (address === null && port) return `http://127.0.0.1:${port.hostPort}`;
  if (address === null) {
    throw new Failure('missing', `The cluster ${name} has no NodePort left that this host reaches.`, {
      hint: portHint,
    });
  }
  const path = 'jsonpath={.spec.ports[0].nodePort}';
  const nodePort = await kubectl.run(['get', 'service', service, '--namespace', namespace, '--output', path]);
  return `http://${address}:${nodePort.trim()}`;
}
