import { readFileSync } from 'node:fs';
import { panels } from '../../harness/alerts/dashboard/panels.ts';
import { ruleGroups } from '../../harness/alerts/groups.ts';
import type { AlertingRule } from '../../harness/alerts/rule.ts';

const rules = ruleGroups.flatMap((group) => group.rules);

export const alerts = rules.filter((rule): rule is AlertingRule => 'alert' in rule);

export const recorded = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));

/** Every query there is, by the name that a person knows it by. */
export const queries = [
  ...rules.map((rule) => ({ name: 'alert' in rule ? rule.alert : rule.record, expr: rule.expr })),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ name: title, expr }))),
];

/** The metrics that a query reads: words before a selector, and words with a metric's prefix. */
export function metricsIn(expr: string): string[] {
  return [...new Set(expr.match(/\b(?:container|kube|machine|node)[a-z0-9]*[_:][a-z0-9_:]+/g))];
}

/** Names of metrics that are there: those of the page of a kubelet 1.37, those that kube-state-metrics documents. */
export const served = ['cadvisor', 'kube-state-metrics'].flatMap((source) =>
  readFileSync(new URL(`../fixtures/metrics/${source}.txt`, import.meta.url), 'utf8').split('\n'),
);
