import { stringify } from 'yaml';
import { dashboard } from './dashboard/dashboard.ts';
import { ruleGroups } from './groups.ts';

const renderers = {
  operator: () => yaml(prometheusRule()),
  file: () => yaml({ groups: ruleGroups }),
  dashboard: () => `${JSON.stringify(dashboard, null, 2)}\n`,
};

/** For the Prometheus operator; for a Prometheus without it, and promtool; for Grafana. */
export type Form = keyof typeof renderers;

/** The rules, or the dashboard over them, as text to write to a file. */
export function renderRules(form: Form): string {
  return renderers[form]();
}

/** Its namespace is for `kubectl apply -n` to say. https://prometheus-operator.dev/docs/api-reference/api/ */
function prometheusRule() {
  const labels = { 'app.kubernetes.io/name': 'not-a-leak', 'app.kubernetes.io/managed-by': 'not-a-leak' };
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'not-a-leak', labels },
    spec: { groups: ruleGroups },
  };
}

/** Long lines stay whole: a folded query is hard to paste. */
function yaml(value: object): string {
  return stringify(value, { lineWidth: 0, blockQuote: 'literal' });
}
