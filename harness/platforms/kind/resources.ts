import type { Resource } from '../../resources/resource.ts';
import { dockerArgv } from '../docker-daemon/resources.ts';
import { forgetContext } from './forget-context.ts';
import { thawNode } from './thaw.ts';

/** On a busy host the daemon takes half a minute to fill a node's volume. */
const lateMs = 45_000;

/** The container of a cluster's first node. */
export function nodeOf(cluster: string): string {
  return `${cluster}-control-plane`;
}

/** A run's cluster has one node; removing that removes everything. */
export function clusterResource(name: string, kind: string): Resource {
  const node = nodeOf(name);
  const undo = [forgetContext(kind, name), thawNode(node), dockerArgv('rm', '--force', '--volumes', node)];
  return { kind: 'cluster', name, undo, lateMs };
}

export function networkResource(name: string): Resource {
  return { kind: 'network', name, undo: [dockerArgv('network', 'rm', name)], lateMs };
}

/** A run's namespaces in the user's cluster; removed from its node, which needs no kubeconfig. */
export function namespacesResource(cluster: string, selector: string): Resource {
  const kubectl = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf'];
  const removal = ['delete', 'namespace', '--selector', selector, '--timeout=110s'];
  return {
    kind: 'namespaces',
    name: `${selector} in ${cluster}`,
    undo: [dockerArgv('exec', nodeOf(cluster), ...kubectl, ...removal)],
  };
}
