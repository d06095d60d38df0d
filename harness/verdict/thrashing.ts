import type { Sample } from '../recording/types.ts';
import { grouped, percent } from '../text/words.ts';
import { compose } from './composition.ts';
import { stalledEventsPerSecond, stalledShare, stalledWindowMs } from './thresholds.ts';

/** Whether a cgroup meets its limit all the time with nothing to drop, up to `untilMs`; null without samples. */
export function judgeThrashing(
  pod: readonly Sample[],
  limitBytes: number,
  untilMs = Infinity,
): { thrashes: boolean; figures: string } | null {
  const last = pod.findLast(({ atMs }) => atMs <= untilMs);
  const first = last && pod.find(({ atMs }) => atMs >= last.atMs - stalledWindowMs);
  if (!last || !first || last.atMs <= first.atMs) return null;
  const perSecond = ((last.limitEvents - first.limitEvents) * 1000) / (last.atMs - first.atMs);
  const { unreclaimableBytes, dirtyBytes } = compose(last, 0);
  const share = (unreclaimableBytes + dirtyBytes) / limitBytes;
  const figures = `${grouped(perSecond)} limit events a second at the end, ${percent(share)} of the limit can't be dropped`;
  return { thrashes: perSecond >= stalledEventsPerSecond && share >= stalledShare, figures };
}
