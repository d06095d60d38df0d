export interface CgroupOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Where the user wants disk scratch to be. */
  scratchDir: string | undefined;
  /** Gives a loopback port that nobody listens on now; a parameter for tests. */
  freePort?: () => Promise<number>;
}
