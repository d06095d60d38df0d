import { evenInTime, median, robustSlope, type Point } from '../slope.ts';
import {
  churnShare,
  fewestSamples,
  growthFloorBytes,
  levellingRatio,
  noiseTimes,
  overRatio,
} from '../thresholds.ts';

/** How a series of bytes grows. */
export interface Growth {
  /**
   * `flat`; `steady`, on and on at about one pace; `levelling`, ever slower; `churning`, up and down, so that only
   * what its low points do counts; `unclear`, up and down too seldom to tell, or up once.
   */
  shape: 'flat' | 'steady' | 'levelling' | 'churning' | 'unclear';
  /** Its pace at the end, in bytes a second; 0 if flat. */
  bytesPerSecond: number;
  /** Between what paces that may lie. */
  low: number;
  high: number;
  /** What is still to come if it goes on slowing down as it did; Infinity unless levelling. */
  leftBytes: number;
}

const flat: Growth = { shape: 'flat', bytesPerSecond: 0, low: 0, high: 0, leftBytes: 0 };
/** Of a long series: more tell no more. */
export const pointsLookedAt = 150;

/**
 * How a series grows over the time it was looked at. Robust against bursts; a collected heap, which rises and falls,
 * grows only as far as its low points do.
 */
export function judgeGrowth(series: readonly Point[]): Growth {
  const points = evenInTime(series, pointsLookedAt);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < fewestSamples || last[0] <= first[0]) return flat;
  const overMs = last[0] - first[0];
  const { rise, fall } = widest(points);
  if (rise > growthFloorBytes && fall > rise * churnShare) return ofEnvelope(points, rise * churnShare);
  const slope = robustSlope(points) ?? 0;
  const bound = Math.max(growthFloorBytes, noiseTimes * noise(points, slope));
  if ((slope * overMs) / 1000 < bound) return flat;
  const [early, middle, late] = thirdsOf(points, first[0], overMs).map(
    (part) => robustSlope(part) ?? slope,
  ) as [number, number, number];
  const spread = spreadOf(points);
  // All of it came at once: it may come again, or not.
  if (Math.max(early, late) < slope * overRatio) return { ...flat, shape: 'unclear' };
  if (late < early * overRatio)
    return { shape: 'levelling', bytesPerSecond: Math.max(0, late), low: 0, high: slope, leftBytes: 0 };
  if (middle < early * levellingRatio && late < middle * levellingRatio) {
    // Each third adds `ratio` times what the one before it did: a geometric series.
    const ratio = Math.sqrt(late / early);
    const leftBytes = (((late * overMs) / 3000) * ratio) / (1 - ratio);
    return { shape: 'levelling', bytesPerSecond: late, low: 0, high: slope, leftBytes };
  }
  const now = late > middle && middle > early && late > slope / levellingRatio ? late : slope;
  return { shape: 'steady', bytesPerSecond: now, ...around(now, spread, late), leftBytes: Infinity };
}

function thirdsOf(points: readonly Point[], fromMs: number, overMs: number): Point[][] {
  const third = ([atMs]: Point) => Math.min(2, Math.floor(((atMs - fromMs) * 3) / overMs));
  return [0, 1, 2].map((which) => points.filter((point) => third(point) === which));
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

/**
 * By its lower envelope: at each moment the least that comes after it, up to the last low point, as what rises after
 * that may fall again.
 */
function ofEnvelope(points: readonly Point[], leastFall: number): Growth {
  const lastLow = points.slice(0, lastTrough(points, leastFall) + 1);
  let least = Infinity;
  const envelope = lastLow
    .toReversed()
    .map(([atMs, value]): Point => [atMs, (least = Math.min(least, value))])
    .toReversed();
  const overMs = spanOf(envelope);
  if (overMs < spanOf(points) / 2)
    return { ...flat, shape: peaksGrow(points, leastFall) ? 'unclear' : 'churning' };
  const slope = robustSlope(envelope) ?? 0;
  const grows = (slope * overMs) / 1000 >= Math.max(growthFloorBytes, noiseTimes * noise(envelope, slope));
  const pace = grows ? slope : 0;
  return { shape: 'churning', bytesPerSecond: pace, low: pace / 2, high: pace * 2, leftBytes: Infinity };
}

/** Where the last fall by `leastFall` came to its end. */
function lastTrough(points: readonly Point[], leastFall: number): number {
  let [trough, low, high, isFalling] = [0, Infinity, -Infinity, false];
  for (const [index, [, value]] of points.entries()) {
    if (isFalling ? value < low : value <= high - leastFall) [trough, low, isFalling] = [index, value, true];
    else if (!isFalling) high = Math.max(high, value);
    else if (value >= low + leastFall) [high, isFalling] = [value, false];
  }
  return trough;
}

/** Whether it peaked higher in the second half than in the first. */
function peaksGrow(points: readonly Point[], by: number): boolean {
  const half = Math.floor(points.length / 2);
  return peakOf(points.slice(half)) > peakOf(points.slice(0, half)) + by;
}

function peakOf(points: readonly Point[]): number {
  return points.reduce((peak, [, value]) => Math.max(peak, value), -Infinity);
}

function spanOf(points: readonly Point[]): number {
  return (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
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
