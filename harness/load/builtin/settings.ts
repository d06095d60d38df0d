import type { LoadPlan } from '../plan.ts';
import type { RequestShape } from '../request-shape.ts';

/** The load program's settings. */
export interface LoadSettings extends RequestShape {
  arm: string;
  url: string;
  maxVUs: number;
  seed: number;
  plan: LoadPlan;
}
