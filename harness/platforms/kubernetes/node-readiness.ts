import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../errors.ts';
import type { ExecOptions } from '../../process/run-program.ts';
import type { Kubectl } from './kubectl.ts';

const readyMs = 120_000;
const pauseMs = 300;

/** Resolves once a node is ready. Throws a Failure after two minutes. */
export async function waitForReady(kubectl: Kubectl, node: string, signal: AbortSignal): Promise<void> {
  const deadlineMs = performance.now() + readyMs;
  let said = '';
  while (performance.now() < deadlineMs) {
    const { isReady, message } = await readinessOf(kubectl, node, { signal });
    if (isReady) return;
    said = message;
    await sleep(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  throw new Failure('infrastructure', `The node ${node} was not ready within ${readyMs / 1000} s.`, {
    hint: said,
  });
}

/** An OOM kill in a pod leaves its node ready; a node that is not has failed for another reason. */
export async function refuseLostNode(kubectl: Kubectl, node: string): Promise<void> {
  const { isReady, message } = await readinessOf(kubectl, node, { timeoutMs: 20_000 });
  if (isReady) return;
  throw new Failure('infrastructure', `The node ${node} is no longer ready.`, { hint: message });
}

async function readinessOf(
  kubectl: Kubectl,
  node: string,
  options: ExecOptions,
): Promise<{ isReady: boolean; message: string }> {
  const condition = '.status.conditions[?(@.type=="Ready")]';
  const path = `jsonpath={${condition}.status} {${condition}.message}`;
  const { exitCode, stdout, stderr } = await kubectl.try(['get', 'node', node, '--output', path], options);
  return { isReady: exitCode === 0 && stdout.startsWith('True'), message: stdout.trim() || stderr.trim() };
}
