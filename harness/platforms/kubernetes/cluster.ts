import type { Argv } from '../../resources/resource.ts';
import type { Kubectl } from './kubectl.ts';

/** A running cluster. Who made it, and whether it goes with the run, is unknown here. */
export interface Cluster {
  name: string;
  kubectl: Kubectl;
  /** Its first node. */
  node: string;
  /** Wraps a command to run it on a node, from this host. */
  onNode: (node: string, ...command: string[]) => Argv;
  /** One for each pod. */
  ports: PublishedPort[];
  /** Advice if no port is left. */
  portHint: string;
}

/** A loopback port of this host and its NodePort. It survives pod restarts. */
export interface PublishedPort {
  hostPort: number;
  nodePort: number;
}
