import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answers } from '../../answers.ts';
import type { Readiness } from '../../readiness.ts';
import type { Cluster } from '../cluster.ts';
import { runOnNode } from '../node.ts';
import type { PodStatus } from '../pod-status.ts';

const lookMs = 20;
/** A command in a pod costs more than a look. */
const commandMs = 250;
const patienceMs = 1000;

export interface ProbePlace {
  cluster: Cluster;
  namespace: string;
  container: string;
  port: number | undefined;
  /** Where it accepts requests; null if it listens nowhere. */
  url: Promise<string | null>;
  /** Reached through a port that Docker publishes, which takes connections for an app that does not listen. */
  throughPort: boolean;
}

/** Waits until one life of an app of one's own is ready; false if `signal` aborts first. */
export async function becomesReady(
  { ready }: Pick<Readiness, 'ready'>,
  status: PodStatus,
  place: ProbePlace,
  signal: AbortSignal,
): Promise<boolean> {
  if (ready === 'started') return !signal.aborted;
  if (Array.isArray(ready)) return poll(() => succeeds(ready, status, place, signal), commandMs, signal);
  const url = await place.url;
  if (url === null) return !signal.aborted;
  if (ready !== 'tcp') return answers(`${url}${ready}`, signal);
  if (place.throughPort) return poll(() => acceptsInCluster(status, place), commandMs, signal);
  return poll(() => accepts(new URL(url)), lookMs, signal);
}

async function poll(look: () => Promise<boolean>, everyMs: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await look()) return true;
    await sleep(everyMs);
  }
  return false;
}

async function accepts({ hostname, port }: URL): Promise<boolean> {
  const socket = connect({ host: hostname, port: Number(port), signal: AbortSignal.timeout(patienceMs) });
  const isUp = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false); // `once` rejects with the socket's error: nobody listens yet
  socket.destroy();
  return isUp;
}

/** From the node, whose image has bash. */
async function acceptsInCluster(
  { node, address }: PodStatus,
  { cluster, port }: ProbePlace,
): Promise<boolean> {
  if (node === null || address === null) return false;
  const script = 'timeout 1 bash -c \': < "/dev/tcp/$0/$1"\' "$1" "$2"';
  return (await runOnNode(cluster, node, script, [address, String(port)])).exitCode === 0;
}

async function succeeds(
  command: string[],
  { pod }: PodStatus,
  { cluster, namespace, container }: ProbePlace,
  signal: AbortSignal,
): Promise<boolean> {
  const args = ['exec', pod, '--namespace', namespace, '--container', container, '--', ...command];
  const ran = await cluster.kubectl.try(args, { timeoutMs: 10_000, signal }).catch(() => null); // aborted
  return ran?.exitCode === 0;
}
