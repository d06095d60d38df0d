export interface KindOptions {
  env: Record<string, string | undefined>;
  /** The node image to use. */
  image: string | undefined;
  /** An existing cluster to run in. */
  cluster: string | undefined;
  /** `pod` samples from a pod even if this host can see the node's cgroups. */
  sampleFrom: string | undefined;
  /** `loopback` reaches the app through a published port even if this host can reach the node. */
  reach: string | undefined;
}
