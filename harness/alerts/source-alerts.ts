import type { AlertingRule } from './rule.ts';

/** Without these series all alerts before a kill are silent, and silence must not pass for health. */
export const sourceAlerts: AlertingRule[] = [
  {
    alert: 'MemoryAlertsBlind',
    expr: 'absent(container_memory_total_active_file_bytes{pod!=""})',
    for: '15m',
    labels: { severity: 'warning' },
    annotations: {
      summary:
        'No alert can come before an OOM kill: Prometheus has no container_memory_total_active_file_bytes.',
      description:
        "It is on the kubelet's page /metrics/cadvisor. Scrape that page, drop no container_memory_total_* series, and update kubelets that don't have it yet.",
    },
  },
];
