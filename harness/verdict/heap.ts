import type { ArmRecording } from '../recording/read.ts';
import { median, robustSlope, thin, type Point } from './slope.ts';
import type { HeapFindings } from './types.ts';

/** A starting app fills its heap with its own code and caches. */
const warmUpMs = 500;
const fewestSamples = 5;
/** A heap that grows by less than this share of the limit does not fill the limit. */
const boundShare = 0.1;

/**
 * Whether the app's own heap figure grew, by its robust slope over the longest life after warm-up. Short
 * lives have too few samples to tell; the longest has the most.
 */
export function judgeHeap(arm: ArmRecording): HeapFindings {
  const boundBytes = arm.arm.setup.memory * boundShare;
  const none = { slopeBytesPerSecond: null, growthBytes: null, medianBytes: null };
  const points = longest(arm.lives.map((life) => pointsOf(arm, life.ready?.atMs, life.ended?.atMs)));
  const medianBytes = median(points.map(([, value]) => value));
  if (points.length < fewestSamples) {
    const reason = `${points.length} heap figures after warm-up; it takes ${fewestSamples}`;
    return { ...none, state: 'unknown', reason, boundBytes, medianBytes, samples: points.length };
  }
  const slope = robustSlope(thin(points, 200)) ?? 0;
  const [[fromMs], [toMs]] = [points[0] as Point, points.at(-1) as Point];
  const growthBytes = (slope * (toMs - fromMs)) / 1000;
  const state = growthBytes >= boundBytes ? 'growing' : 'flat';
  return {
    state,
    reason: null,
    slopeBytesPerSecond: slope,
    growthBytes,
    boundBytes,
    medianBytes,
    samples: points.length,
  };
}

function pointsOf({ heap }: ArmRecording, readyMs: number | undefined, endedMs: number | undefined): Point[] {
  if (readyMs === undefined) return [];
  return heap
    .filter(({ atMs }) => atMs >= readyMs + warmUpMs && atMs <= (endedMs ?? Infinity))
    .map(({ atMs, heapUsed }) => [atMs, heapUsed] as const);
}

function longest(series: Point[][]): Point[] {
  return series.reduce((best, points) => (points.length > best.length ? points : best), []);
}
