import type { ArmRecording } from '../recording/read.ts';
import type { Sample } from '../recording/types.ts';
import { compose } from './composition.ts';
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
    const alertBytes = (ofBytes ?? Infinity) * alertShare;
    const seen = { last: Number.NaN, most: -Infinity, firstOverAtMs: Infinity };
    forEachPoint(metric, arm, nodeBytes, (atMs, bytes) => {
      if (atMs < fromMs || atMs > untilMs) return;
      seen.last = bytes;
      if (bytes > seen.most) seen.most = bytes;
      if (bytes >= alertBytes && atMs < seen.firstOverAtMs) seen.firstOverAtMs = atMs;
    });
    if (ofBytes === null || Number.isNaN(seen.last))
      return { metric, ...nothing, reason: whyNothing(metric) };
    return {
      metric,
      valueBytes: seen.last,
      ofBytes,
      share: seen.last / ofBytes,
      mostShare: seen.most / ofBytes,
      firstOverMs: seen.firstOverAtMs === Infinity ? null : untilMs - seen.firstOverAtMs,
      reason: null,
    };
  });
}

const nothing = { valueBytes: null, ofBytes: null, share: null, mostShare: null, firstOverMs: null };

function whyNothing(metric: Metric): string {
  if (metric === 'heap') return 'the app told no heap figure';
  return metric === 'node-memory-used' ? "the node's memory was not sampled" : 'there is no sample';
}

/** Gives each value of a metric to `see`, in the order of time. There may be a million: none is kept. */
function forEachPoint(
  metric: Metric,
  { heap, node, pod }: ArmRecording,
  nodeBytes: number | null,
  see: (atMs: number, bytes: number) => void,
): void {
  if (metric === 'heap') for (const { atMs, heapUsed } of heap) see(atMs, heapUsed);
  else if (metric === 'node-memory-used')
    for (const { atMs, memAvailable } of node) see(atMs, (nodeBytes ?? 0) - memAvailable);
  else for (const sample of pod) see(sample.atMs, ofSample[metric](sample));
}

const ofSample: Record<Exclude<Metric, 'heap' | 'node-memory-used'>, (sample: Sample) => number> = {
  rss: ({ anon }) => anon,
  usage: ({ usage }) => usage,
  'working-set': ({ usage, inactiveFile }) => Math.max(0, usage - inactiveFile),
  unreclaimable: (sample) => compose(sample, 0).unreclaimableBytes,
};
