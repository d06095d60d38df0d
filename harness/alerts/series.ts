import { containerLabels, indented, latestLife, perLevel, podLabels, unreclaimable } from './promql.ts';
import type { RecordingRule } from './rule.ts';
import { thresholds } from './thresholds.ts';

/** Names of the recorded series. An empty label `container` is the pod as a whole, which has a limit of its own. */
export const series = {
  limit: 'container:memory_limit_bytes:max',
  unreclaimable: 'container:memory_unreclaimable_bytes:max',
  share: 'container:memory_unreclaimable:share_of_limit',
  growth: 'container:memory_unreclaimable_bytes:deriv5m',
} as const;

/** The series that the alerts and the dashboard are made of. */
export const recordingRules: RecordingRule[] = [
  { record: series.limit, expr: limit() },
  {
    record: series.unreclaimable,
    expr: perLevel((matchers) => latestLife(unreclaimable(matchers), matchers)),
  },
  { record: series.share, expr: `${series.unreclaimable} / ${series.limit}` },
  { record: series.growth, expr: perLevel(growth) },
];

/**
 * The limit in force is the cgroup's, which cAdvisor reads. Many installations drop `container_spec_*` (the
 * kube-prometheus-stack does): there it is what the pod asked for. A pod has a limit of its own only if each of its
 * containers has one.
 */
function limit(): string {
  const asked = `max by (${containerLabels}) (kube_pod_container_resource_limits{resource="memory",container!=""})`;
  const inForce = perLevel(
    (matchers) => `max by (${containerLabels}) (container_spec_memory_limit_bytes{${matchers}} > 0)`,
  );
  return `${inForce}
or
${asked}
or
(
  sum by (${podLabels}) (
    ${asked}
  )
  and
  count by (${podLabels}) (
    ${asked}
  )
  == count by (${podLabels}) (max by (${containerLabels}) (kube_pod_container_info))
)`;
}

/** Bytes per second of each life, so that a restart is no fall; none before a life has enough samples. */
function growth(matchers: string): string {
  const slope = unreclaimable(matchers, (selector) => `deriv(${selector}[5m])`);
  const samples = `count_over_time(container_memory_usage_bytes{${matchers}}[5m])`;
  return latestLife(
    `(
  ${indented(slope)}
)
and ${samples} >= ${thresholds.leastSamples}`,
    matchers,
  );
}
