import { fillAlerts } from './fill-alerts.ts';
import { killAlerts } from './kill-alerts.ts';
import type { RuleGroup } from './rule.ts';
import { sourceAlerts } from './source-alerts.ts';
import { recordingRules } from './series.ts';

/** All rules. Those of one group are evaluated in order, so an alert sees the series of its own round. */
export const ruleGroups: RuleGroup[] = [
  {
    name: 'not-a-leak',
    interval: '15s',
    rules: [...recordingRules, ...fillAlerts, ...killAlerts, ...sourceAlerts],
  },
];
