import { indented, podLabels } from './promql.ts';
import type { AlertingRule } from './rule.ts';
import { series } from './series.ts';
import { thresholds } from './thresholds.ts';
import { advice, whose } from './words.ts';

const { unreclaimable, limit, share, growth } = series;

/** Alerts that come before a kill. */
export const fillAlerts: AlertingRule[] = [
  {
    alert: 'MemoryFillsSoon',
    expr: containerElsePod((level) =>
      fillsWithin({
        seconds: thresholds.soonSeconds,
        growth: `${growth}{${level}}`,
        isNew: `unless ${unreclaimable}{${level}} <= ${earlierPeak(level, '[1h] offset 5m')}`,
        level,
      }),
    ),
    labels: { severity: 'warning' },
    annotations: {
      summary: `${whose} fills its memory limit in about {{ $value | humanizeDuration }}.`,
      description: `Memory that the kernel can't reclaim grows, and meets the limit in about {{ $value | humanizeDuration }} if it goes on as in the last five minutes. ${advice.fills}`,
    },
  },
  {
    alert: 'MemoryFillsToday',
    expr: containerElsePod((level) =>
      fillsWithin({
        seconds: thresholds.laterSeconds,
        growth: `deriv(${unreclaimable}{${level}}[1h])`,
        isNew: `and ${unreclaimable}{${level}} > ${earlierPeak(level, '[6h] offset 30m')}`,
        level,
      }),
    ),
    for: '15m',
    labels: { severity: 'warning' },
    annotations: {
      summary: `${whose} fills its memory limit in about {{ $value | humanizeDuration }}.`,
      description: `Memory that the kernel can't reclaim has grown for an hour, and meets the limit in about {{ $value | humanizeDuration }} at that pace. ${advice.fills}`,
    },
  },
  {
    alert: 'MemoryNearlyFull',
    expr: containerElsePod((level) => `${share}{${level}} > ${thresholds.nearlyFullShare}`),
    for: '1m',
    labels: { severity: 'warning' },
    annotations: {
      summary: `${whose} can't reclaim {{ $value | humanizePercentage }} of its memory limit.`,
      description: `Little is missing to an OOM kill. Clean page cache is not counted: this is no false alarm of a full cache. ${advice.fills}`,
    },
  },
];

/** Alerts for the pod as a whole only if none of its containers does: most pods have one, and both would say the same. */
function containerElsePod(query: (level: string) => string): string {
  return `(
  ${indented(query('container!=""'))}
)
or on (${podLabels})
(
  ${indented(query('container=""'))}
)`;
}

interface Horizon {
  seconds: number;
  /** A query for bytes per second. */
  growth: string;
  /** Leaves out what has been as high before; of a container that has no past yet, what its alert can afford. */
  isNew: string;
  level: string;
}

function fillsWithin({ seconds, growth: slope, isNew, level }: Horizon): string {
  return `(${limit}{${level}} - ${unreclaimable}{${level}}) / (${slope} > 0) < ${seconds}
and ${share}{${level}} > ${thresholds.growthFromShare}
${isNew}`;
}

function earlierPeak(level: string, when: string): string {
  return `${thresholds.overEarlierPeak} * max_over_time(${unreclaimable}{${level}}${when})`;
}
