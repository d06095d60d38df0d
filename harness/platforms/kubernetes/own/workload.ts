import { scenarioFailure } from '../../../scenario/problems.ts';
import type { Arm } from '../../../scenario/types.ts';
import type { Manifest } from '../kustomize.ts';
import { kindOf, nameOf, podOf } from './objects.ts';

/** The workload that is measured, and the container in it. */
export interface Measured {
  /** Such as `deployment/api`. */
  workload: string;
  container: string;
}

/** Kinds that make a pod at once; a CronJob makes one when it is due. */
const kinds = ['deployment', 'statefulset', 'daemonset', 'replicaset', 'job', 'pod'];
/** As kubectl takes them. */
const shortNames: Record<string, string> = {
  deploy: 'deployment',
  deployments: 'deployment',
  sts: 'statefulset',
  statefulsets: 'statefulset',
  ds: 'daemonset',
  daemonsets: 'daemonset',
  rs: 'replicaset',
  jobs: 'job',
  po: 'pod',
  pods: 'pod',
};

/**
 * Finds what is measured: what the scenario names, or the only one there is. Throws a usage Failure that points at
 * the key which is missing or wrong.
 */
export function findMeasured(
  objects: Manifest[],
  { workload, container }: { workload?: string | undefined; container?: string | undefined },
  { locate }: Pick<Arm, 'locate'>,
): Measured {
  const refuse = (key: string, why: string) =>
    scenarioFailure([`${locate(['app', key])}: app.${key}: ${why}`]);
  const all = objects.filter((object) => podOf(object) && kinds.includes(kindOf(object).toLowerCase()));
  const names = all.map(nameOf);
  const [only, ...others] = names;
  if (only === undefined)
    throw refuse('manifests', `there is none of ${kinds.join(', ')} in them, so there is no pod to measure`);
  if (workload === undefined && others.length > 0)
    throw refuse('workload', `is missing: say which is measured of ${names.join(', ')}`);
  const wanted = workload === undefined ? only : longName(workload);
  const found = all.find((object) => nameOf(object) === wanted);
  if (!found) throw refuse('workload', `there is no ${wanted}; there are: ${names.join(', ')}`);
  const containers = podOf(found)?.spec.containers.map(({ name }) => name) ?? [];
  if (container !== undefined && !containers.includes(container))
    throw refuse('container', `${wanted} has no container "${container}"; it has: ${containers.join(', ')}`);
  if (container === undefined && containers.length > 1)
    throw refuse('container', `is missing: say which is measured of ${containers.join(', ')} in ${wanted}`);
  return { workload: wanted, container: container ?? containers[0] ?? '' };
}

function longName(workload: string): string {
  const [kind = '', name = ''] = workload.split('/');
  return `${shortNames[kind] ?? kind}/${name}`;
}
