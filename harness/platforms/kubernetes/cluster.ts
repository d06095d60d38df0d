import type { Argv } from '../../resources/resource.ts';
import type { Kubectl } from './kubectl.ts';

/** A cluster that is there. Who made it, and whether it goes with the run, is not known here. */
export interface Cluster {
  name: string;
  kubectl: Kubectl;
  /** Its first node. */
  node: string;
  /** The command that runs another one on a node, from this host. */
  onNode: (node: string, ...command: string[]) => Argv;
  /** Each pod takes one of its own. */
  ports: PublishedPort[];
  /** What a person can do where no port is left. */
  portHint: string;
}

/** A loopback port of this host, and the NodePort that it leads to. It survives every restart of a pod. */
export interface PublishedPort {
  hostPort: number;
  nodePort: number;
}
