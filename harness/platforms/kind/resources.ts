import type { Resource } from '../../resources/resource.ts';
import { dockerArgv } from '../docker-daemon/resources.ts';
import { forgetContext } from './forget-context.ts';
import { thawNode } from './thaw.ts';

/** On a busy host the daemon takes half a minute to fill the volume of a node. */
const lateMs = 45_000;

/** The container that is the first node of a cluster, by the cluster's name. */
export function nodeOf(cluster: string): string {
  return `${cluster}-control-plane`;
}

/** A cluster of a run has one node; with it goes all that it is. */
export function clusterResource(name: string, kind: string): Resource {
  const node = nodeOf(name);
  const undo = [forgetContext(kind, name), thawNode(node), dockerArgv('rm', '--force', '--volumes', node)];
  return { kind: 'cluster', name, undo, lateMs };
}

export function networkResource(name: string): Resource {
  return { kind: 'network', name, undo: [dockerArgv('network', 'rm', name)], lateMs };
}

/** Namespaces of a run in a cluster that is the user's; removed from its node, which needs no kubeconfig. */
export function namespacesResource(cluster: string, selector: string): Resource {
  const kubectl = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf'];
  const removal = ['delete', 'namespace', '--selector', selector, '--timeout=110s'];
  return {
    kind: 'namespaces',
    name: `${selector} in ${cluster}`,
    undo: [dockerArgv('exec', nodeOf(cluster), ...kubectl, ...removal)],
  };
}
