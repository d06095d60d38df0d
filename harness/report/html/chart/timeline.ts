import type { CgroupRecording } from '../../../recording/recording.ts';
import type { HeapLine, LoadBin, Sample } from '../../../recording/types.ts';
import type { LifeEnd } from '../../../verdict/types.ts';

/** What is drawn of an arm or a command. Times are ms since `startMs`, when its load began. */
export interface Timeline {
  startMs: number;
  limitBytes: number;
  samples: Sample[];
  heap: HeapLine[];
  bins: LoadBin[];
  binMs: number;
  lives: DrawnLife[];
}

export interface DrawnLife {
  startedMs: number;
  endedMs: number | null;
  ended: LifeEnd | null;
  /** When the kernel killed in it, if that was not its end; null if no sample shows it. */
  killedMs?: number | null;
}

const defaultBinMs = 100;

/** Collects what a chart needs; `lives` as judged. */
export function timelineOf(
  { pod, heap, bins }: CgroupRecording,
  startMs: number,
  limitBytes: number,
  lives: DrawnLife[],
): Timeline {
  const [first, second] = bins;
  const binMs = first && second ? Math.max(1, second.fromMs - first.fromMs) : defaultBinMs;
  const killed = lives.map((life) =>
    life.ended === 'child-oom-killed' ? { ...life, killedMs: firstKillIn(life, pod, startMs) } : life,
  );
  return { startMs, limitBytes, samples: pod, heap, bins, binMs, lives: killed };
}

/** A life goes on after the kill of a child, which the first sample that counts it shows. */
function firstKillIn({ startedMs, endedMs }: DrawnLife, pod: Sample[], startMs: number): number | null {
  const before = pod.findLast(({ atMs }) => atMs - startMs <= startedMs)?.oomKills ?? 0;
  const first = pod.find(({ atMs, oomKills }) => atMs - startMs > startedMs && oomKills > before);
  return first && first.atMs - startMs <= (endedMs ?? Infinity) ? first.atMs - startMs : null;
}

/** Arrivals or answers per second in a bin. */
export function perSecond(count: number, { binMs }: Timeline): number {
  return (count * 1000) / binMs;
}

/** When the last event drawn happened. */
export function endOf({ samples, bins, binMs, lives, startMs }: Timeline): number {
  const sample = samples.at(-1);
  const bin = bins.at(-1);
  return Math.max(
    sample ? sample.atMs - startMs : 0,
    bin ? bin.fromMs + binMs : 0,
    ...lives.slice(-1).map(({ endedMs }) => endedMs ?? 0),
  );
}
