import { evenInTime, median, robustSlope, type Point } from '../slope.ts';
import { churnShare, growthFloorBytes, levellingRatio, noiseTimes } from '../thresholds.ts';

/** How a series of bytes grows. */
export interface Growth {
  /**
   * `flat`; `steady`, on and on at about one pace; `levelling`, ever slower; `churning`, up and down, so that only
   * what its low points do counts.
   */
  shape: 'flat' | 'steady' | 'levelling' | 'churning';
  /** Its pace at the end, in bytes a second; 0 if flat. */
  bytesPerSecond: number;
  /** Between what paces that may lie. */
  low: number;
  high: number;
  /** What is still to come if it goes on slowing down as it did; Infinity unless levelling. */
  leftBytes: number;
}

const flat: Growth = { shape: 'flat', bytesPerSecond: 0, low: 0, high: 0, leftBytes: 0 };
const pointsLookedAt = 150;
/** With fewer low points nothing can be said of their trend. */
const leastTroughs = 3;

/**
 * How a series grows over the time it was looked at. Robust against bursts; a collected heap, which rises and falls,
 * grows only as far as its low points do.
 */
export function judgeGrowth(series: readonly Point[]): Growth {
  const points = evenInTime(series, pointsLookedAt);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 4 || last[0] <= first[0]) return flat;
  const overMs = last[0] - first[0];
  const { rise, fall } = widest(points);
  if (rise > growthFloorBytes && fall > rise * churnShare) return ofTroughs(points, rise * churnShare);
  const slope = robustSlope(points) ?? 0;
  const bound = Math.max(growthFloorBytes, noiseTimes * noise(points, slope));
  if ((slope * overMs) / 1000 < bound) return flat;
  const middle = first[0] + overMs / 2;
  const [before, after] = [points.filter(([at]) => at <= middle), points.filter(([at]) => at > middle)];
  const [early, late] = [robustSlope(before) ?? slope, Math.max(0, robustSlope(after) ?? slope)];
  const ratio = early > 0 ? late / early : 1;
  const spread = spreadOf(points);
  if (ratio >= levellingRatio) {
    const now = ratio > 1 / levellingRatio ? late : slope;
    return { shape: 'steady', bytesPerSecond: now, ...around(now, spread, late), leftBytes: Infinity };
  }
  // Each half adds `ratio` times what the half before it did: a geometric series.
  const leftBytes = (((late * overMs) / 2000) * ratio) / (1 - ratio);
  return { shape: 'levelling', bytesPerSecond: late, low: 0, high: Math.max(late, slope), leftBytes };
}

/** The most that it rose from an earlier low, and fell from an earlier high. */
function widest(points: readonly Point[]): { rise: number; fall: number } {
  let [low, high, rise, fall] = [Infinity, -Infinity, 0, 0];
  for (const [, value] of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    rise = Math.max(rise, value - low);
    fall = Math.max(fall, high - value);
  }
  return { rise, fall };
}

/** By the lowest point after each fall by `leastFall`. */
function ofTroughs(points: readonly Point[], leastFall: number): Growth {
  const troughs: Point[] = [];
  let [high, trough]: [number, Point | null] = [-Infinity, null];
  for (const point of points) {
    const [, value] = point;
    if (trough === null) {
      high = Math.max(high, value);
      if (high - value >= leastFall) trough = point;
    } else if (value < trough[1]) trough = point;
    else if (value - trough[1] >= leastFall) {
      troughs.push(trough);
      [high, trough] = [value, null];
    }
  }
  if (trough !== null) troughs.push(trough);
  const slope = robustSlope(troughs) ?? 0;
  const spanMs = (troughs.at(-1)?.[0] ?? 0) - (troughs[0]?.[0] ?? 0);
  const grows = troughs.length >= leastTroughs && (slope * spanMs) / 1000 >= leastFall;
  const pace = grows ? slope : 0;
  return { shape: 'churning', bytesPerSecond: pace, low: pace / 2, high: pace * 2, leftBytes: Infinity };
}

/** The median distance from a line of this slope. */
function noise(points: readonly Point[], slope: number): number {
  const off = points.map(([atMs, value]) => value - (slope * atMs) / 1000);
  const middle = median(off) ?? 0;
  return median(off.map((value) => Math.abs(value - middle))) ?? 0;
}

/** The slopes over long spans, of which the middle nine tenths count: what the pace was at times. */
function spreadOf(points: readonly Point[]): { low: number; high: number } {
  const half = Math.floor(points.length / 2);
  const slopes = points
    .slice(half)
    .map(([atMs, value], index) => {
      const [fromMs, from] = points[index] as Point;
      return ((value - from) * 1000) / (atMs - fromMs);
    })
    .toSorted((a, b) => a - b);
  const at = (share: number) => slopes[Math.floor((slopes.length - 1) * share)] ?? 0;
  return { low: at(0.05), high: at(0.95) };
}

/** The range of a pace: what was seen over long spans, and at least a tenth to each side. */
function around(now: number, { low, high }: { low: number; high: number }, late: number) {
  return { low: Math.min(low, late, now * 0.9), high: Math.max(high, late, now * 1.1) };
}
