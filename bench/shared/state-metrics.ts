import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { $ } from 'zx';

interface Pod {
  metadata: { namespace: string; name: string; uid: string };
  spec: { containers: { name: string; resources?: { limits?: { memory?: string } } }[] };
  status: { containerStatuses?: Status[] };
}

interface Status {
  name: string;
  restartCount: number;
  state: State;
  lastState: State;
}

interface State {
  terminated?: { reason?: string };
}

type Row = [name: string, labels: Record<string, string>, value: number];

/**
 * Serves what kube-state-metrics would of a cluster's pods, as far as the alerts read it; the program itself is not on
 * every host. Its `limits` are left out: the alerts take those of the cgroups.
 */
export async function serveStateMetrics(
  kubectl: string[],
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((_, response) => {
    void podRows(kubectl).then(
      (rows) => response.end(rows.map(line).join('')),
      (error: unknown) => response.writeHead(503).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function podRows(kubectl: string[]): Promise<Row[]> {
  const { stdout } = await $({ quiet: true })`${kubectl} get pods --all-namespaces --output json`;
  const { items } = JSON.parse(stdout) as { items: Pod[] };
  return items.flatMap((pod) =>
    (pod.status.containerStatuses ?? []).flatMap((status) => rowsOf(pod, status)),
  );
}

function rowsOf(
  { metadata: { namespace, name: pod, uid } }: Pod,
  { name: container, restartCount, state, lastState }: Status,
): Row[] {
  const labels = { namespace, pod, uid, container };
  const reasonOf = (kind: string, { terminated }: State): Row[] =>
    terminated?.reason === undefined ? [] : [[kind, { ...labels, reason: terminated.reason }, 1]];
  return [
    ['info', labels, 1],
    ['status_restarts_total', labels, restartCount],
    ['status_terminated', labels, state.terminated ? 1 : 0],
    ...reasonOf('status_terminated_reason', state),
    ...reasonOf('status_last_terminated_reason', lastState),
  ];
}

function line([name, labels, value]: Row): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  return `kube_pod_container_${name}{${pairs.join(',')}} ${value}\n`;
}
