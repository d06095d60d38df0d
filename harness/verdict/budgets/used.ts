import type { ArmRecording } from '../../recording/recording.ts';
import type { Sample } from '../../recording/types.ts';
import { evenInTime, median, type Point } from '../slope.ts';
import { tellApart } from './apart.ts';
import { classes, type SampledClass } from './classes.ts';
import type { Peak, UsedFindings } from './findings.ts';
import { paceOf, pointsLookedAt } from './pace.ts';
import { whoHolds } from './who.ts';

/** The most that an arm used while its load ran, class by class, and how fast unreclaimable memory grew. */
export function usedBy(arm: ArmRecording): Omit<UsedFindings, 'untried'> {
  const loaded = underLoad(arm);
  if (loaded.length === 0) return { peaks: {}, usualBytes: null, growth: null };
  const sampled = Object.fromEntries(
    Object.keys(classes).map((name) => [name, peakOf(arm, loaded, name as SampledClass)]),
  ) as Record<SampledClass, Peak>;
  return {
    peaks: { ...sampled, ...tellApart(arm, sampled, loaded) },
    usualBytes: usualOf(loaded),
    growth: paceOf(arm, loaded),
  };
}

function usualOf(loaded: readonly Sample[]): number | null {
  const halfMs = ((loaded[0]?.atMs ?? 0) + (loaded.at(-1)?.atMs ?? 0)) / 2;
  const late = loaded
    .filter(({ atMs }) => atMs >= halfMs)
    .map((sample): Point => [sample.atMs, classes.unreclaimable(sample)]);
  return median(evenInTime(late, pointsLookedAt).map(([, bytes]) => bytes));
}

/** The samples from the beginning of the load to its end. */
function underLoad({ pod, startedMs, loadEnded, ended }: ArmRecording): Sample[] {
  if (startedMs === null) return [];
  const toMs = loadEnded?.atMs ?? ended?.atMs ?? Infinity;
  return pod.filter(({ atMs }) => atMs >= startedMs && atMs <= toMs);
}

function peakOf(arm: ArmRecording, loaded: readonly Sample[], name: SampledClass): Peak {
  const bytesOf = classes[name];
  let [most, bytes] = [loaded[0] as Sample, -Infinity];
  for (const sample of loaded) {
    const here = bytesOf(sample);
    if (here > bytes) [most, bytes] = [sample, here];
  }
  const atMs = most.atMs - (arm.startedMs ?? 0);
  return { bytes, mostBytes: bytes, atMs, who: whoHolds(arm, name, most) };
}
