import type { ExecRecording } from '../../recording/recording.ts';
import { sampleOf, type Sample } from '../../recording/types.ts';
import { lastBeforeKill, mostUnreclaimable } from '../composition.ts';
import { mebibytes } from '../../text/words.ts';
import type { Kills } from './kills.ts';
import { tellingShare } from '../thresholds.ts';

/** The figures that decide the cause. */
export interface Moment {
  sample: Sample;
  from: string;
  /** Why it does not show what filled the limit; else null. */
  tooEarly: string | null;
}

/**
 * The kernel's own table at the kill, exact however fast the limit was filled; without it the last sample before
 * the kill; without a kill the moment with the most unreclaimable memory.
 */
export function decisiveMoment(
  recording: ExecRecording,
  { counted, decisive, metLimit }: Kills,
): Moment | null {
  const before = lastBeforeKill(recording);
  const end = recording.lives[0]?.ended?.atMs;
  if (counted > 0 && decisive?.table && end !== undefined) {
    const known = before ?? sampleOf({});
    const atMs = before?.atMs ?? end;
    return {
      sample: { ...known, ...decisive.table, atMs },
      from: "the kernel's table at the kill (/dev/kmsg)",
      tooEarly: null,
    };
  }
  if (counted > 0 && before) {
    // Samples sum up all cgroups: if the one that met its limit is a small part, they say nothing.
    const limitBytes = metLimit === null ? recording.exec.limitBytes : (metLimit.limitBytes ?? 0);
    const isOfOthers = metLimit !== null && limitBytes < before.usage * tellingShare;
    const missed = before.usage < limitBytes * tellingShare;
    const others = `the limit of ${metLimit?.cgroup ?? 'a cgroup below'} was met, and the kernel's table of it is not there`;
    const why = `the last sample before the kill has only ${mebibytes(before.usage)}, and the kernel's own table is missing`;
    return {
      sample: before,
      from: 'the last sample before the kill',
      tooEarly: isOfOthers ? others : missed ? why : null,
    };
  }
  if (counted > 0) return null;
  const most = mostUnreclaimable(recording);
  return (
    most && { sample: most, from: 'the sample in which the most could not be reclaimed', tooEarly: null }
  );
}
