import type { ArmRecording } from '../recording/recording.ts';
import { unreclaimableBytes } from './composition.ts';
import type { Metric, MetricFindings } from './types.ts';
import { alertShare } from './thresholds.ts';

export const metrics: readonly Metric[] = [
  'heap',
  'rss',
  'usage',
  'working-set',
  'node-memory-used',
  'unreclaimable',
];

/**
 * What each common metric showed during the load: its value at `endMs` (the kill, otherwise the end of the load),
 * and how long it had been at 90 % or more. From the recording alone.
 */
export function judgeMetrics(
  arm: ArmRecording,
  endMs: number | null,
  nodeBytes: number | null,
): MetricFindings[] {
  const fromMs = arm.startedMs ?? Infinity;
  const untilMs = endMs ?? arm.loadEnded?.atMs ?? arm.pod.at(-1)?.atMs ?? -Infinity;
  const limitBytes = arm.arm.setup.memory;
  const watch = (ofBytes: number | null) => new Watch(fromMs, untilMs, ofBytes);
  const watches: Record<Metric, Watch> = {
    heap: watch(limitBytes),
    rss: watch(limitBytes),
    usage: watch(limitBytes),
    'working-set': watch(limitBytes),
    'node-memory-used': watch(nodeBytes),
    unreclaimable: watch(limitBytes),
  };
  const { rss, usage, 'working-set': workingSet, unreclaimable } = watches;
  // In one pass, as there may be a million.
  for (const sample of arm.pod) {
    rss.see(sample.atMs, sample.anon);
    usage.see(sample.atMs, sample.usage);
    workingSet.see(sample.atMs, Math.max(0, sample.usage - sample.inactiveFile));
    unreclaimable.see(sample.atMs, unreclaimableBytes(sample));
  }
  for (const { atMs, heapUsed } of arm.heap) watches.heap.see(atMs, heapUsed);
  for (const { atMs, memAvailable } of arm.node)
    watches['node-memory-used'].see(atMs, (nodeBytes ?? 0) - memAvailable);
  return metrics.map((metric) => watches[metric].findings(metric));
}

/** One metric between two moments, fed its values in order of time. */
class Watch {
  readonly #fromMs: number;
  readonly #untilMs: number;
  readonly #ofBytes: number | null;
  readonly #alertBytes: number;
  #last: number | null = null;
  #most = -Infinity;
  #firstOverAtMs: number | null = null;

  constructor(fromMs: number, untilMs: number, ofBytes: number | null) {
    this.#fromMs = fromMs;
    this.#untilMs = untilMs;
    this.#ofBytes = ofBytes;
    this.#alertBytes = (ofBytes ?? Infinity) * alertShare;
  }

  see(atMs: number, bytes: number): void {
    if (atMs < this.#fromMs || atMs > this.#untilMs) return;
    this.#last = bytes;
    if (bytes > this.#most) this.#most = bytes;
    if (bytes >= this.#alertBytes) this.#firstOverAtMs ??= atMs;
  }

  findings(metric: Metric): MetricFindings {
    const ofBytes = this.#ofBytes;
    if (ofBytes === null || this.#last === null) return { metric, ...nothing, reason: noValueReason(metric) };
    return {
      metric,
      valueBytes: this.#last,
      ofBytes,
      share: this.#last / ofBytes,
      mostShare: this.#most / ofBytes,
      firstOverMs: this.#firstOverAtMs === null ? null : this.#untilMs - this.#firstOverAtMs,
      reason: null,
    };
  }
}

const nothing = { valueBytes: null, ofBytes: null, share: null, mostShare: null, firstOverMs: null };

function noValueReason(metric: Metric): string {
  if (metric === 'heap') return 'the app reported no heap figure';
  return metric === 'node-memory-used' ? "the node's memory was not sampled" : 'there is no sample';
}
