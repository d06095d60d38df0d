import type { Dispatcher } from 'undici';
import type { LoadPlan } from '../plan.ts';

/** The load program's settings, as JSON in its first argument. */
export interface LoadSettings {
  arm: string;
  url: string;
  method: Dispatcher.HttpMethod;
  /** `{n}` stands for the request's number, from 0. */
  path: string;
  headers: Record<string, string>;
  /** Size of each body; null sends none. */
  bodyBytes: number | null;
  maxVUs: number;
  seed: number;
  plan: LoadPlan;
}
