import type { ArmRecording } from '../../recording/recording.ts';
import type { Sample } from '../../recording/types.ts';
import { mebibytes } from '../../text/words.ts';
import { evenInTime, median, robustSlope, type Point } from '../slope.ts';
import { fewestPacePoints, leastPaceMs } from '../thresholds.ts';
import { classes, unreclaimable } from './classes.ts';
import type { Pace } from './findings.ts';

/** Points that are looked at: more tell no more. */
export const pointsLookedAt = 150;

/**
 * How fast unreclaimable memory grew over the second half of the load, when what is kept for a time has filled up.
 * Of an app that was restarted, its first life counts. Null if that leaves too little to tell.
 */
export function paceOf({ lives }: ArmRecording, loaded: readonly Sample[]): Pace | null {
  const fromMs = loaded[0]?.atMs ?? 0;
  const toMs = Math.min(loaded.at(-1)?.atMs ?? 0, lives[0]?.ended?.atMs ?? Infinity);
  const halfMs = (fromMs + toMs) / 2;
  const late = loaded.filter(({ atMs }) => atMs >= halfMs && atMs <= toMs);
  const points = pointsOf(late, classes.unreclaimable);
  const overMs = toMs - halfMs;
  if (points.length < fewestPacePoints || overMs < leastPaceMs) return null;
  const bytesPerSecond = robustSlope(points) ?? 0;
  const bandBytesPerSecond = bandOf(points, bytesPerSecond, overMs);
  return { bytesPerSecond, bandBytesPerSecond, overMs, who: fastest(late) };
}

/**
 * Twice the standard error of the slope. Samples lie so close together that neighbours tell the same; what counts
 * as one observation is each time in a row that memory was above its line, or below it.
 */
function bandOf(points: readonly Point[], slope: number, overMs: number): number {
  const off = points.map(([atMs, value]) => value - (slope * atMs) / 1000);
  const middle = median(off) ?? 0;
  const distances = off.map((value) => value - middle);
  const scatter = 1.4826 * (median(distances.map(Math.abs)) ?? 0); // the standard deviation, if they are normal
  const sides = distances.filter((distance) => distance !== 0).map(Math.sign);
  const observations = 1 + sides.filter((side, index) => index > 0 && side !== sides[index - 1]).length;
  return (2 * scatter * Math.sqrt(12 / observations) * 1000) / overMs;
}

function fastest(late: readonly Sample[]): string | null {
  const paces = unreclaimable
    .map((name) => ({ name, slope: robustSlope(pointsOf(late, classes[name])) ?? 0 }))
    .toSorted((a, b) => b.slope - a.slope);
  const [first] = paces;
  return first && first.slope > 0 ? `${first.name} by ${paceWords(first.slope)}` : null;
}

function pointsOf(samples: readonly Sample[], bytesOf: (sample: Sample) => number): Point[] {
  return evenInTime(
    samples.map((sample): Point => [sample.atMs, bytesOf(sample)]),
    pointsLookedAt,
  );
}

/** As in `1.0 MiB a minute`. */
export function paceWords(bytesPerSecond: number): string {
  return `${mebibytes(bytesPerSecond * 60)} a minute`;
}
