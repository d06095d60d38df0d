export interface DockerOptions {
  env: Record<string, string | undefined>;
  /** Returns a free loopback port; a parameter for tests. */
  freePort?: () => Promise<number>;
}
