export interface DockerOptions {
  env: Record<string, string | undefined>;
  /** Gives a loopback port that nobody listens on now; a parameter for tests. */
  freePort?: () => Promise<number>;
}
