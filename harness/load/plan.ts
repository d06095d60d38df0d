import type { Requests } from '../scenario/load-schema.ts';

/** An open-model load, in k6's terms: arrivals follow the clock, however slow the answers are. */
export interface LoadPlan {
  ratePerSecond: number;
  /** The arrival rate grows linearly from 0 over this time. */
  rampMs: number;
  durationMs: number;
}

export function planOf({ rate, ramp, for: durationMs }: Requests): LoadPlan {
  return { ratePerSecond: rate, rampMs: ramp, durationMs };
}

/** When arrival `index` (from 0) is due, in ms since the load began. */
export function arrivalMs(index: number, { ratePerSecond, rampMs }: LoadPlan): number {
  const perMs = ratePerSecond / 1000;
  const inRamp = (perMs * rampMs) / 2; // the area under the ramp
  if (index < inRamp) return Math.sqrt((2 * rampMs * index) / perMs);
  return rampMs + (index - inRamp) / perMs;
}

/** How many arrivals are due before `ms`. */
export function arrivalsBefore(ms: number, plan: LoadPlan): number {
  const { ratePerSecond, rampMs, durationMs } = plan;
  const untilMs = Math.min(Math.max(ms, 0), durationMs);
  const perMs = ratePerSecond / 1000;
  const ramped = Math.min(untilMs, rampMs);
  const area = (rampMs > 0 ? (perMs * ramped * ramped) / (2 * rampMs) : 0) + perMs * (untilMs - ramped);
  // An arrival due exactly now does not count as before now.
  return Math.max(0, Math.ceil(Math.round(area * 1e6) / 1e6));
}
