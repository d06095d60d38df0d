import type { Arm } from '../../scenario/types.ts';
import type { Cluster } from './cluster.ts';
import type { OwnApp } from './own/own-app.ts';
import type { SamplingPlace } from './sampling.ts';

/** What a run's pods share. */
export interface KubernetesRun {
  /** Its own name, which begins with `not-a-leak-`. */
  name: string;
  cluster: Cluster;
  image: string;
  sampling: SamplingPlace;
  labels: Record<string, string>;
  /** The node's address, if this host can reach it. */
  address: string | null;
  /** Apps of one's own, by arm id. */
  ownApps: ReadonlyMap<string, OwnApp>;
  /** Images that the cluster was given, which need not be pulled. */
  localImages: ReadonlySet<string>;
  /** Pods left standing. */
  kept: KeptPod[];
}

/** An arm's pod that was kept. */
export interface KeptPod {
  arm: Arm;
  namespace: string;
  /** Where it accepts requests; null if it never did. */
  url: string | null;
  /** Null if Kubernetes never reported it. */
  uid: string | null;
  /** Folder of its cgroup on the node; null if there is none. */
  cgroup: string | null;
}
