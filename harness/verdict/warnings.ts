import { isMode } from '../scenario/modes.ts';
import { metrics } from './metrics.ts';
import type { ArmFindings, MetricTable, MetricVerdict, ScenarioFindings } from './types.ts';

/**
 * Which metric warned: one row per metric, one cell per killed baseline, and whether it raised a false alarm when
 * only clean cache filled the limit and nothing was killed. Null if nothing was killed.
 */
export function metricTable(scenarios: ScenarioFindings[]): MetricTable | null {
  const baselines = scenarios.flatMap(({ name, arms }) =>
    arms.filter((arm) => arm.name === 'baseline').map((arm) => ({ scenario: name, arm })),
  );
  const killed = baselines.filter(({ arm }) => arm.outcome === 'oom-killed');
  if (killed.length === 0) return null;
  const control = baselines.find(({ arm }) => isControl(arm)) ?? null;
  return {
    control: control && control.scenario,
    controlReason: control ? null : 'no scenario ran in which clean cache alone sits at the limit',
    rows: metrics.map((metric) => ({
      metric,
      kills: killed.map(({ scenario, arm }) => ({ scenario, ...cell(arm, metric) })),
      falseAlarmMs: control && cell(control.arm, metric).firstOverMs,
      falseAlarm: control && judged(control.arm, metric),
    })),
  };
}

/** Reads alone filled the cache, and it survived at its limit. */
function isControl({ outcome, limitEvents, setup }: ArmFindings): boolean {
  return outcome === 'survived' && isMode(setup.mode) && setup.bodyBytes === null && (limitEvents ?? 0) > 0;
}

function cell(arm: ArmFindings, metric: MetricVerdict['metric']) {
  const found = arm.metrics.find((one) => one.metric === metric);
  return {
    share: found?.share ?? null,
    firstOverMs: found?.firstOverMs ?? null,
    reason: found?.reason ?? null,
  };
}

function judged(arm: ArmFindings, metric: MetricVerdict['metric']): boolean | null {
  const found = arm.metrics.find((one) => one.metric === metric);
  return found === undefined || found.share === null ? null : found.firstOverMs !== null;
}
