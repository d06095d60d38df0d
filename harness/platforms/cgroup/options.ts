export interface CgroupOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Where the user wants disk scratch. */
  scratchDir: string | undefined;
  /** Returns a free loopback port; a parameter for tests. */
  freePort?: () => Promise<number>;
}
