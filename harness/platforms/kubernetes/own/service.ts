import type { Manifest } from '../kustomize.ts';
import { measuredLabel } from './shape.ts';

/** The run's own Service, beside those of the user's; the app's name might be taken. */
export const ownService = 'not-a-leak';

/** Reaches the pod that is measured from outside of the cluster. */
export function serviceOf(
  port: number,
  {
    namespace,
    labels,
    nodePort,
  }: { namespace: string; labels: Record<string, string>; nodePort: number | null },
): Manifest {
  const ports = [{ port, targetPort: port, ...(nodePort === null ? {} : { nodePort }) }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: ownService, namespace, labels },
    spec: { type: 'NodePort', selector: { [measuredLabel]: 'yes' }, ports },
  };
}
