import type { Scale } from './scale.ts';
import { endOf, perSecond, type Timeline } from './timeline.ts';

/** Above the limit, so that its line and name stand free. */
const headroom = 1.06;
/** Of what was recorded before the load began so much is shown, as a share of what follows. */
const shareBefore = 0.06;

/** One scale for all arms of a scenario. */
export function sharedScale(timelines: Timeline[]): Scale {
  const toMs = Math.max(1, ...timelines.map(endOf));
  const firstMs = Math.min(
    0,
    ...timelines.map(({ samples: [first], startMs }) => (first ? first.atMs - startMs : 0)),
  );
  return {
    fromMs: Math.max(firstMs, -toMs * shareBefore),
    toMs,
    topBytes:
      Math.max(...timelines.map(({ limitBytes }) => limitBytes), ...timelines.map(peakBytes)) * headroom,
    topPerSecond: Math.max(0, ...timelines.map(topRate)),
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
