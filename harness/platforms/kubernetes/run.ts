import type { Arm } from '../../scenario/types.ts';
import type { Cluster } from './cluster.ts';
import type { SamplingPlace } from './sampling.ts';

/** What the pods of a run share. */
export interface KubernetesRun {
  /** Its own name, which begins with `not-a-leak-`. */
  name: string;
  cluster: Cluster;
  image: string;
  sampling: SamplingPlace;
  labels: Record<string, string>;
  /** The node's address, where this host reaches it. */
  address: string | null;
  /** Pods that were left standing. */
  kept: KeptPod[];
}

/** The pod of an arm that was kept. */
export interface KeptPod {
  arm: Arm;
  namespace: string;
  /** Where it takes requests; null where it never did. */
  url: string | null;
  /** Null where Kubernetes never told of it. */
  uid: string | null;
  /** Folder of its cgroup on the node; null where there is none. */
  cgroup: string | null;
}
