import { containerLabels, indented, podLabels } from './promql.ts';
import type { AlertingRule } from './rule.ts';
import { residueBytes } from './residue.ts';
import { series } from './series.ts';
import { thresholds } from './thresholds.ts';
import { advice, whose } from './words.ts';

const restarted = `max by (${containerLabels}) (increase(kube_pod_container_status_restarts_total[10m])) > 0`;

/** Alerts that come after a kill. */
export const killAlerts: AlertingRule[] = [
  {
    alert: 'ContainerKilledByMemory',
    expr: killed(),
    labels: { severity: 'warning' },
    annotations: {
      summary: `${whose} was killed with its memory full (Kubernetes says {{ $labels.reason }}).`,
      description: `Kubernetes gives the reason {{ $labels.reason }}. It says OOMKilled for most kills by the kernel, Error for some, and StartError if files of an earlier life leave too little room for the next one to start. ${advice.killed}`,
    },
  },
  {
    alert: 'ContainerChildKilledByMemory',
    expr: childKilled(),
    for: '1m',
    labels: { severity: 'warning' },
    annotations: {
      summary: `${whose} lost a process to an OOM kill, and goes on running.`,
      description: `The kernel killed a process that is not the container's first one. Kubernetes does not show that: no restart, no reason. ${advice.child}`,
    },
  },
  {
    alert: 'PodMemoryOutlivesContainer',
    expr: residue(),
    for: '1m',
    labels: { severity: 'warning' },
    annotations: {
      summary: `${whose} holds {{ $value | humanizePercentage }} of its memory limit for containers that are gone.`,
      description: `The pod is charged for more than its running containers hold. ${advice.residue}`,
    },
  },
];

/**
 * OOMKilled is taken at its word. Any other violent end counts only where memory was nearly full: the reason is racy
 * (kubernetes#119600, containerd#8893). A container that is not started again, a Job's, keeps its reason for ever, so
 * it counts while that is news.
 */
function killed(): string {
  const ended = `max by (${containerLabels}, reason) (kube_pod_container_status_terminated_reason{reason="OOMKilled"} == 1)`;
  const wasFull = `max by (${podLabels}) (max_over_time(${series.share}[10m])) > ${thresholds.killedFullShare}`;
  return `(
  ${lastEnd('OOMKilled')}
  and on (${containerLabels})
  ${restarted}
)
or
(
  ${lastEnd('Error|StartError|ContainerCannotRun')}
  and on (${containerLabels})
  ${restarted}
  and on (${podLabels})
  ${wasFull}
)
or
(
  ${ended}
  unless on (${containerLabels})
  ${indented(ended.replace('"}', '"} offset 10m'))}
)`;
}

function childKilled(): string {
  return `max by (${containerLabels}) (increase(container_oom_events_total{container!="",pod!=""}[10m])) > 0
unless on (${containerLabels})
${restarted}
unless on (${containerLabels})
max by (${containerLabels}) (kube_pod_container_status_terminated) > 0`;
}

function lastEnd(reasons: string): string {
  return `max by (${containerLabels}, reason) (kube_pod_container_status_last_terminated_reason{reason=~"${reasons}"} == 1)`;
}

/** As a share of the pod's limit. */
function residue(): string {
  return `(
  ${indented(residueBytes())}
)
/ sum by (${podLabels}) (${series.limit}{container=""})
> ${thresholds.residueShare}`;
}
