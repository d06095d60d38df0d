import { stringify } from 'yaml';
import type { Access } from './pod-access.ts';
import { ways } from './pod.ts';

const name = 'not-a-leak-diagnose';
const apiVersion = 'rbac.authorization.k8s.io/v1';

/** To find a pod by its name, or by that of what made it. */
const finding = [
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
  {
    apiGroups: ['apps'],
    resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
    verbs: ['get'],
  },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get'] },
];

const words = {
  host: '',
  reader:
    'For a reader pod on the node. Whoever may make pods in every namespace can do much: leave it out if exec will do.',
  exec: 'To look from inside of the container.',
  kubelet: "For the kubelet's cAdvisor page. nodes/proxy opens all of a kubelet's API.",
};

/** The least that `diagnose` takes in a namespace, as YAML: to find pods, and a role more for each way to look. */
export function renderRoles(namespace: string): string {
  const find = role(namespace, name, finding);
  const more = ways.flatMap((way) => {
    const accesses = way.takes(namespace);
    if (accesses.length === 0) return [];
    const isOfOne = accesses.every((one) => one.namespace !== undefined);
    const object = role(isOfOne ? namespace : null, `${name}-${way.name}`, rulesOf(accesses));
    return [`# ${words[way.name]}\n${stringify(object)}`];
  });
  return [`# To find pods. One of the roles below goes with it.\n${stringify(find)}`, ...more].join('---\n');
}

function role(namespace: string | null, ownName: string, rules: object[]) {
  return namespace === null
    ? { apiVersion, kind: 'ClusterRole', metadata: { name: ownName }, rules }
    : { apiVersion, kind: 'Role', metadata: { name: ownName, namespace }, rules };
}

/** One rule for each kind of object. */
function rulesOf(accesses: Access[]) {
  const verbs = new Map<string, string[]>();
  for (const { verb, resource, subresource } of accesses) {
    const what = subresource === undefined ? resource : `${resource}/${subresource}`;
    verbs.set(what, [...(verbs.get(what) ?? []), verb]);
  }
  return [...verbs].map(([resource, all]) => ({ apiGroups: [''], resources: [resource], verbs: all }));
}
