import type { Sample } from '../../../recording/types.ts';
import { bytesByClass } from '../chart/classes.ts';
import { perSecond, type Timeline } from '../chart/timeline.ts';

/** The figures of one moment, for key and table. Sizes are bytes, rates per second. */
export interface Moment {
  atMs: number;
  usage: number;
  /** In the order of `memoryClasses`. */
  classes: number[];
  heap: number | null;
  offered: number | null;
  served: number | null;
}

/** An older heap figure says nothing about a moment: the process that reported it may be gone. */
const freshMs = 500;

/** What was measured at `atMs` since the start, or last before it; null if nothing was. */
export function momentAt(timeline: Timeline, atMs: number): Moment | null {
  const { samples, startMs } = timeline;
  const index = firstAfter(samples, atMs + startMs) - 1;
  const sample = samples[index];
  return sample ? momentOf(timeline, sample) : null;
}

/**
 * At most `most` moments over a timeline: the one with the highest usage in each stretch of time, so that peaks are
 * included.
 */
export function momentsOf(
  timeline: Timeline,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  most: number,
): Moment[] {
  const highest: (Sample | undefined)[] = [];
  for (const sample of timeline.samples) {
    const stretch = Math.floor(((sample.atMs - timeline.startMs - fromMs) / (toMs - fromMs)) * most);
    if (stretch < 0 || stretch > most) continue;
    const other = highest[stretch];
    if (other === undefined || sample.usage > other.usage) highest[stretch] = sample;
  }
  return highest.flatMap((sample) => (sample ? [momentOf(timeline, sample)] : []));
}

function momentOf(timeline: Timeline, sample: Sample): Moment {
  const { heap, bins, binMs, startMs } = timeline;
  const atMs = sample.atMs - startMs;
  const figure = heap[firstAfter(heap, sample.atMs) - 1];
  const bin = bins.find(({ fromMs }) => fromMs <= atMs && atMs < fromMs + binMs);
  return {
    atMs,
    usage: sample.usage,
    classes: bytesByClass(sample),
    heap: figure && sample.atMs - figure.atMs <= freshMs ? figure.heapUsed : null,
    offered: bin ? perSecond(bin.scheduled, timeline) : null,
    served: bin ? perSecond(bin.ok, timeline) : null,
  };
}

/** Index of the first item after `atMs`, in a series ordered by time. */
function firstAfter(series: readonly { atMs: number }[], atMs: number): number {
  let [low, high] = [0, series.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((series[middle] as { atMs: number }).atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
