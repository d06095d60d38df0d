import type { ArmRecording } from '../recording/read.ts';
import type { Sample } from '../recording/types.ts';
import { compose } from './composition.ts';
import type { Point } from './slope.ts';
import type { Metric, MetricFindings } from './types.ts';

/** From this share on an alert would fire, as in most people's rules. */
const alertShare = 0.9;

export const metrics: readonly Metric[] = [
  'heap',
  'rss',
  'usage',
  'working-set',
  'node-memory-used',
  'unreclaimable',
];

/**
 * What each metric that people watch said while the load went on: its value at `endMs` (the kill; without one
 * the end of the load), and for how long before that it was at 90 % or more. From the recording alone.
 */
export function judgeMetrics(
  arm: ArmRecording,
  endMs: number | null,
  nodeBytes: number | null,
): MetricFindings[] {
  const fromMs = arm.startedMs ?? Infinity;
  const untilMs = endMs ?? arm.loadEnded?.atMs ?? arm.pod.at(-1)?.atMs ?? -Infinity;
  return metrics.map((metric): MetricFindings => {
    const ofBytes = metric === 'node-memory-used' ? nodeBytes : arm.arm.setup.memory;
    const points = pointsOf(metric, arm, nodeBytes).filter(([atMs]) => atMs >= fromMs && atMs <= untilMs);
    const last = points.at(-1);
    if (ofBytes === null || !last) return { metric, ...nothing, reason: whyNothing(metric) };
    const alerts = points.filter(([, bytes]) => bytes >= ofBytes * alertShare);
    return {
      metric,
      valueBytes: last[1],
      ofBytes,
      share: last[1] / ofBytes,
      mostShare: Math.max(...points.map(([, bytes]) => bytes)) / ofBytes,
      firstOverMs: alerts[0] ? untilMs - alerts[0][0] : null,
      reason: null,
    };
  });
}

const nothing = { valueBytes: null, ofBytes: null, share: null, mostShare: null, firstOverMs: null };

function whyNothing(metric: Metric): string {
  if (metric === 'heap') return 'the app told no heap figure';
  return metric === 'node-memory-used' ? "the node's memory was not sampled" : 'there is no sample';
}

function pointsOf(metric: Metric, arm: ArmRecording, nodeBytes: number | null): Point[] {
  if (metric === 'heap') return arm.heap.map(({ atMs, heapUsed }) => [atMs, heapUsed] as const);
  if (metric === 'node-memory-used')
    return arm.node.map(({ atMs, memAvailable }) => [atMs, (nodeBytes ?? 0) - memAvailable] as const);
  return arm.pod.map((sample) => [sample.atMs, ofSample[metric](sample)] as const);
}

const ofSample: Record<Exclude<Metric, 'heap' | 'node-memory-used'>, (sample: Sample) => number> = {
  rss: ({ anon }) => anon,
  usage: ({ usage }) => usage,
  'working-set': ({ usage, inactiveFile }) => Math.max(0, usage - inactiveFile),
  unreclaimable: (sample) => compose(sample, 0).unreclaimableBytes,
};
