import { largest, smallest } from '../../../text/extremes.ts';
import type { Scale } from './scale.ts';
import { endOf, perSecond, type Timeline } from './timeline.ts';

/** Above the limit, to leave room for its line and label. */
const headroom = 1.06;
/** How much is shown from before the load began, as a share of what follows. */
const shareBefore = 0.06;

/** One scale for all arms of a scenario. */
export function sharedScale(timelines: Timeline[]): Scale {
  const toMs = largest(timelines.map(endOf), 1);
  const firstMs = smallest(
    timelines.map(({ samples: [first], startMs }) => (first ? first.atMs - startMs : 0)),
    0,
  );
  return {
    fromMs: Math.max(firstMs, -toMs * shareBefore),
    toMs,
    topBytes: largest(timelines.map((one) => Math.max(one.limitBytes, peakBytes(one)))) * headroom,
    topPerSecond: largest(timelines.map(topRate), 0),
  };
}

function peakBytes({ samples }: Timeline): number {
  return samples.reduce((peak, { usage }) => Math.max(peak, usage), 0);
}

function topRate(timeline: Timeline): number {
  return timeline.bins.reduce(
    (top, { scheduled, ok }) => Math.max(top, perSecond(Math.max(scheduled, ok), timeline)),
    0,
  );
}
