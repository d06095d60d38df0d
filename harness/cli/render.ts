import { exitCodes, Failure } from '../errors.ts';
import type { Host } from '../process/host.ts';
import { manifestsOf, renderYaml } from '../platforms/kubernetes/manifests.ts';
import { loadSuite } from '../scenario/load-suite.ts';

/** Prints the Kubernetes objects of one arm, `SCENARIO/ARM`, as `kubectl apply` takes them. */
export function render(
  host: Host,
  armId: string,
  { image = 'not-a-leak-app:dev' }: { image?: string },
): number {
  const cut = armId.lastIndexOf('/');
  const [scenario, name] = cut < 0 ? [armId, 'baseline'] : [armId.slice(0, cut), armId.slice(cut + 1)];
  const arms = loadSuite([scenario], host.cwd).flatMap((one) => one.arms);
  const arm = arms.find((one) => one.name === name);
  if (!arm) {
    throw new Failure('usage', `There is no arm "${name}" in ${scenario}.`, {
      hint: `There are: ${arms.map((one) => `${scenario}/${one.name}`).join(', ')}.`,
    });
  }
  const labels = { 'app.kubernetes.io/managed-by': 'not-a-leak' };
  const objects = manifestsOf(arm, { namespace: 'not-a-leak', image, labels, nodePort: 30080 });
  host.stdout.write(renderYaml(objects));
  return exitCodes.met;
}
