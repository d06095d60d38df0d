import type { LoadPlan } from '../plan.ts';

/** The settings of the program that runs k6. */
export interface K6Settings {
  arm: string;
  plan: LoadPlan;
  /** k6 and its arguments. */
  command: [string, ...string[]];
  /** What the script is told; not in the command, which `ps` shows: headers may be secrets. */
  variables: Record<string, string>;
  /** Loopback port of its REST API. */
  port: number;
}
