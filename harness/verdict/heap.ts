import type { ArmRecording, ExecRecording } from '../recording/recording.ts';
import type { HeapLine } from '../recording/types.ts';
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
  const spans = arm.lives.map(({ ready, ended }) => [ready?.atMs ?? null, ended?.atMs ?? null] as const);
  return judge(arm.heap, spans, arm.arm.setup.memory);
}

/** The same of a command, which lives once. */
export function judgeHeapOf(
  { heap, lives, exec }: ExecRecording,
  limitBytes: number,
  startedMs: number,
): HeapFindings {
  const findings = judge(heap, [[startedMs, lives[0]?.ended?.atMs ?? null]], limitBytes);
  return exec.heapSource === null ? { ...findings, reason: 'no source' } : findings;
}

type Span = readonly [fromMs: number | null, toMs: number | null];

function judge(heap: HeapLine[], spans: Span[], limitBytes: number): HeapFindings {
  const boundBytes = limitBytes * boundShare;
  const none = { slopeBytesPerSecond: null, growthBytes: null, medianBytes: null };
  const points = longest(spans.map((span) => pointsOf(heap, span)));
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

function pointsOf(heap: HeapLine[], [readyMs, endedMs]: Span): Point[] {
  if (readyMs === null) return [];
  return heap
    .filter(({ atMs }) => atMs >= readyMs + warmUpMs && atMs <= (endedMs ?? Infinity))
    .map(({ atMs, heapUsed }) => [atMs, heapUsed] as const);
}

function longest(series: Point[][]): Point[] {
  return series.reduce((best, points) => (points.length > best.length ? points : best), []);
}
