import type { LoadPlan } from '../plan.ts';

/** The settings of the program that runs k6, as JSON in its first argument. */
export interface K6Settings {
  arm: string;
  plan: LoadPlan;
  /** k6 and its arguments. */
  command: [string, ...string[]];
  /** Loopback port of its REST API. */
  port: number;
}
