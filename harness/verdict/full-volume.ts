import type { ArmRecording } from '../recording/recording.ts';
import { isSample } from '../scenario/app-schema.ts';
import { grouped } from '../text/words.ts';
import { deliveredFrom, fullVolumeShare } from './thresholds.ts';
import type { LoadFindings } from './types.ts';

/**
 * Why the requests of an app of one's own failed, if a memory-backed volume of it was seen full; else null. It may
 * answer as it likes then, where the sample app answers 507.
 */
export function fullVolumeReason(
  { arm, holders }: ArmRecording,
  { failed, scheduled }: LoadFindings,
): string | null {
  if (isSample(arm.setup.app) || failed <= scheduled * (1 - deliveredFrom)) return null;
  const full = holders
    .flatMap(({ mounts }) => mounts)
    .find(({ usedBytes, sizeBytes = Infinity }) => usedBytes > 0 && usedBytes >= sizeBytes * fullVolumeShare);
  return full ? `${grouped(failed)} requests failed, and ${full.point} was full` : null;
}
