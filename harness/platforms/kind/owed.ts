import type { Owed } from '../../ledger/owed.ts';
import { dockerArgv } from '../docker/owed.ts';
import { thawNode } from './thaw.ts';

/** The container that is the first node of a cluster, by the cluster's name. */
export function nodeOf(cluster: string): string {
  return `${cluster}-control-plane`;
}

/** A cluster of a run has one node; with it goes all that it is. */
export function owedCluster(name: string): Owed {
  const node = nodeOf(name);
  return { kind: 'cluster', name, undo: [thawNode(node), dockerArgv('rm', '--force', '--volumes', node)] };
}

export function owedNetwork(name: string): Owed {
  return { kind: 'network', name, undo: [dockerArgv('network', 'rm', name)] };
}

/** Namespaces of a run in a cluster that is the user's; removed from its node, which needs no kubeconfig. */
export function owedNamespaces(cluster: string, selector: string): Owed {
  const kubectl = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf'];
  const removal = ['delete', 'namespace', '--selector', selector, '--timeout=110s'];
  return {
    kind: 'namespaces',
    name: `${selector} in ${cluster}`,
    undo: [dockerArgv('exec', nodeOf(cluster), ...kubectl, ...removal)],
  };
}
