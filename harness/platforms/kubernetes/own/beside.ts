import type { Kubectl } from '../kubectl.ts';
import type { Manifest } from '../kustomize.ts';
import { kindOf, nameOf } from './objects.ts';

const rolledOut = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * Waits for what runs beside the app, such as its database: an app that ends because it can't reach that has not
 * shown anything. Goes on after `patienceMs`, as it may wait for the app in turn.
 */
export async function waitForThoseBeside(
  kubectl: Kubectl,
  namespace: string,
  others: Manifest[],
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const names = others.filter((object) => rolledOut.has(kindOf(object))).map(nameOf);
  const timeout = `--timeout=${Math.ceil(patienceMs / 1000)}s`;
  const waits = names.map((name) =>
    kubectl.try(['rollout', 'status', name, '--namespace', namespace, timeout], {
      signal,
      timeoutMs: patienceMs + 10_000,
    }),
  );
  await Promise.all(waits);
}
