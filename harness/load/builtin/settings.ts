import type { LoadPlan } from '../plan.ts';

/** The load program's settings, as JSON in its first argument. */
export interface LoadSettings {
  arm: string;
  url: string;
  method: 'GET' | 'POST';
  path: string;
  /** Size of each body; null sends none. */
  bodyBytes: number | null;
  maxVUs: number;
  seed: number;
  plan: LoadPlan;
}
