import type { Arm } from '../../scenario/types.ts';
import type { Manifest } from './kustomize.ts';
import { manifestsOf } from './manifests.ts';
import { ownService, serviceOf } from './own/service.ts';
import { measuredLabel, shape } from './own/shape.ts';
import type { PodStatus } from './pod-status.ts';
import type { KubernetesRun } from './run.ts';

/** What an arm applies, and how its pod is told from others. */
export interface ArmObjects {
  /** Applied first, with the namespace. */
  others: Manifest[];
  workload: Manifest;
  /** The container that is measured; null stands for the only one. */
  container: string | null;
  /** The Service through which the app is reached; null if it listens nowhere. */
  service: string | null;
  /** Whether a pod of the namespace is the one that is measured. */
  isMeasured: (pod: Pick<PodStatus, 'labels'>) => boolean;
  /** An app of one's own, whose readiness its scenario says. */
  isOwn: boolean;
}

/** The objects of an arm in its namespace, with this port of the node; null leaves that to the cluster. */
export function armObjects(
  run: Pick<KubernetesRun, 'labels' | 'image' | 'ownApps' | 'localImages'>,
  arm: Arm,
  namespace: string,
  nodePort: number | null,
): ArmObjects {
  const { labels, localImages } = run;
  const own = run.ownApps.get(arm.id);
  if (own) {
    const placement = { namespace, labels, limitBytes: arm.setup.memory, localImages };
    const { others, workload } = shape(own.objects, own.measured, placement);
    const port = 'port' in arm.setup.app ? arm.setup.app.port : undefined;
    const reach = port === undefined ? [] : [serviceOf(port, { namespace, labels, nodePort })];
    const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } };
    return {
      others: [home, ...others, ...reach],
      workload,
      container: own.measured.container,
      service: port === undefined ? null : ownService,
      isMeasured: (pod) => pod.labels[measuredLabel] === 'yes',
      isOwn: true,
    };
  }
  const objects = manifestsOf(arm, { namespace, image: run.image, labels, nodePort });
  return {
    others: objects.filter((object) => !isApp(object)),
    workload: objects.find(isApp) as Manifest,
    container: null,
    service: 'app',
    isMeasured: () => true,
    isOwn: false,
  };
}

function isApp(object: Manifest): boolean {
  return object['kind'] === 'Deployment';
}
