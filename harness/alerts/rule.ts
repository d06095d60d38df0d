/** A query whose answer Prometheus stores under a name of its own. */
export interface RecordingRule {
  record: string;
  expr: string;
}

/** A query that alerts for each series it answers with. */
export interface AlertingRule {
  alert: string;
  expr: string;
  /** How long it must hold first, as Prometheus writes a duration; at once without it. */
  for?: string;
  labels: { severity: 'warning' };
  /** For people: what is wrong, and what to do. `{{ }}` is Prometheus' template language. */
  annotations: { summary: string; description: string };
}

export interface RuleGroup {
  name: string;
  /** How often Prometheus evaluates it: no less often than a kubelet looks at a container. */
  interval: string;
  rules: (RecordingRule | AlertingRule)[];
}
