import type { ArmRecording } from '../recording/recording.ts';
import { isRequests } from '../scenario/load-schema.ts';
import type { DoubtKind, LifeFindings, LoadFindings } from './types.ts';
import { seconds } from '../text/words.ts';

/** Why a load that can't be counted may not have come; null if it is shown that it did, or it is counted. */
export function undelivered(
  { arm }: ArmRecording,
  { shown }: LoadFindings,
): { doubt: DoubtKind; reason: string } | null {
  if (isRequests(arm.setup.load)) return null;
  if (shown === null)
    return {
      doubt: 'load-not-shown',
      reason: 'nothing shows that it worked: the scenario says nothing of it',
    };
  if (shown.met) return null;
  const reason = `nothing shows that its load came: expected ${shown.expected}; found ${shown.found}`;
  return { doubt: 'load-not-met', reason };
}

/** Whether an app without a load ended with the exit code that says that its work is done. */
export function isWorkDone({ arm }: ArmRecording, { shown }: LoadFindings, end: LifeFindings): boolean {
  return 'none' in arm.setup.load && shown?.by === 'exit' && shown.met && end.ended === 'exited';
}

/**
 * Why a load that can't be counted is not the one that killed the baseline; null if it was done to its end, or went on
 * for as long: a baseline that thrashes at its limit takes longer to die than one with room takes for all of the work.
 */
export function shorterThanBaseline(
  { lastedMs, shown }: Pick<LoadFindings, 'lastedMs' | 'shown'>,
  baseline: { killedAfterMs: number | null } | null,
): string | null {
  const unmet = 'its limit was never reached, so survival proves nothing';
  if (baseline === null || baseline.killedAfterMs === null) return unmet;
  if (shown?.by === 'exit' && shown.met) return null;
  if ((lastedMs ?? 0) >= baseline.killedAfterMs) return null;
  const mine = seconds(lastedMs ?? 0);
  return `its limit was never reached, and its load was over after ${mine}: the baseline lived for ${seconds(baseline.killedAfterMs)}`;
}
