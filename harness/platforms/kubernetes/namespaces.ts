import { Failure } from '../../errors.ts';
import type { Kubectl } from './kubectl.ts';

const removalMs = 120_000;

/** Labels of every object of a run. */
export function runLabels(run: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': 'not-a-leak', 'not-a-leak/run': run };
}

/** Selects all objects of a run. */
export function runSelector(run: string): string {
  return `not-a-leak/run=${run}`;
}

/** Removes all of a run's namespaces and waits until they and their claimed volumes are gone. */
export async function removeNamespaces(kubectl: Kubectl, run: string): Promise<void> {
  const selector = runSelector(run);
  const path = 'jsonpath={.items[*].spec.volumeName}';
  const ofRun = ['--all-namespaces', '--selector', selector];
  const claims = await kubectl.try(['get', 'pvc', ...ofRun, '--output', path]);
  const argv = ['delete', 'namespace', '--selector', selector, `--timeout=${removalMs / 1000}s`];
  const { exitCode, stderr } = await kubectl.try(argv, { timeoutMs: removalMs + 10_000 });
  if (exitCode !== 0) {
    throw new Failure('infrastructure', 'The namespaces of the run could not be removed.', {
      hint: `${stderr.trim()}\nLater: kubectl delete namespace --selector ${selector}`,
    });
  }
  const volumes = claims.stdout
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => `persistentvolume/${name}`);
  if (volumes.length === 0) return;
  await kubectl.try(['wait', '--for=delete', ...volumes, '--timeout=60s'], { timeoutMs: 70_000 });
}
