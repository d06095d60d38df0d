import type { ArmRecording, CgroupRecording, ExecRecording } from '../recording/recording.ts';
import type { HeapLine, Sample } from '../recording/types.ts';
import { median, robustSlope, thin, type Point } from './slope.ts';
import type { HeapFindings } from './types.ts';
import { mebibytes, seconds } from '../text/words.ts';
import { fewestHeapFigures, heapGrowthShare, unseenHeapMs, warmUpMs } from './thresholds.ts';

/**
 * Whether the app's own heap figure grew, by its robust slope over the longest life after warm-up: short lives have
 * too few figures.
 */
export function judgeHeap(arm: ArmRecording): HeapFindings {
  const spans = arm.lives.map(({ ready, ended }) => [ready?.atMs ?? null, ended?.atMs ?? null] as const);
  return judge(arm, spans, arm.arm.setup.memory);
}

/** The same for a command, which has one life. */
export function judgeHeapOf(command: ExecRecording, limitBytes: number, startedMs: number): HeapFindings {
  const findings = judge(command, [[startedMs, command.lives[0]?.ended?.atMs ?? null]], limitBytes);
  const { heapSource } = command.exec;
  if (heapSource === null || heapSource === 'none') return { ...findings, reason: 'no source' };
  const hasOwn = heapSource !== 'auto' || command.heap.length > 0;
  return hasOwn ? findings : { ...findings, reason: 'no heap of Node or a JVM was read' };
}

type Span = readonly [fromMs: number | null, toMs: number | null];

function judge({ heap, pod }: CgroupRecording, spans: Span[], limitBytes: number): HeapFindings {
  const boundBytes = limitBytes * heapGrowthShare;
  const none = { slopeBytesPerSecond: null, growthBytes: null };
  const { points, span } = longest(spans.map((one) => ({ span: one, points: pointsOf(heap, one) })));
  const medianBytes = median(points.map(([, value]) => value));
  const found = { boundBytes, medianBytes, samples: points.length };
  const unknown = (reason: string) => ({ ...none, state: 'unknown' as const, reason, ...found });
  if (points.length < fewestHeapFigures)
    return unknown(`${points.length} heap figures after warm-up; at least ${fewestHeapFigures} are needed`);
  const slope = robustSlope(thin(points, 200)) ?? 0;
  const [[fromMs], [toMs]] = [points[0] as Point, points.at(-1) as Point];
  const growthBytes = (slope * (toMs - fromMs)) / 1000;
  const state = growthBytes >= boundBytes ? 'growing' : 'flat';
  const unseen = grownAfter(pod, toMs, span[1]);
  if (state === 'flat' && unseen.ms > unseenHeapMs && unseen.bytes > boundBytes)
    return unknown(
      `no heap figure in the last ${seconds(unseen.ms)}, in which ${mebibytes(unseen.bytes)} came`,
    );
  return { state, reason: null, slopeBytesPerSecond: slope, growthBytes, ...found };
}

function pointsOf(heap: HeapLine[], [readyMs, endedMs]: Span): Point[] {
  if (readyMs === null) return [];
  return heap
    .filter(({ atMs }) => atMs >= readyMs + warmUpMs && atMs <= (endedMs ?? Infinity))
    .map(({ atMs, heapUsed }) => [atMs, heapUsed] as const);
}

interface Series {
  span: Span;
  points: Point[];
}

function longest(all: Series[]): Series {
  const none: Series = { span: [null, null], points: [] };
  return all.reduce((best, one) => (one.points.length > best.points.length ? one : best), none);
}

/** How long a life continued after its last heap figure, and its growth of anonymous memory meanwhile. */
function grownAfter(pod: Sample[], figureMs: number, endedMs: number | null): { ms: number; bytes: number } {
  const then = pod.findLast(({ atMs }) => atMs <= figureMs)?.anon ?? 0;
  const after = pod.filter(({ atMs }) => atMs > figureMs && atMs <= (endedMs ?? Infinity));
  const most = after.reduce((highest, { anon }) => Math.max(highest, anon), then);
  return { ms: (endedMs ?? figureMs) - figureMs, bytes: most - then };
}
