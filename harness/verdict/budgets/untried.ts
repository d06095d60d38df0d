import type { ArmRecording } from '../../recording/recording.ts';
import { isRequests } from '../../scenario/load-schema.ts';
import { mebibytes, percent } from '../../text/words.ts';
import type { DoubtKind } from '../doubt-kind.ts';
import type { OutcomeFindings } from '../outcome.ts';
import { otherLimit } from '../other-limit.ts';
import { deliveredFrom } from '../thresholds.ts';
import type { LoadFindings } from '../types.ts';
import type { Untried } from './findings.ts';

/** What leaves the outcome open, but not what was used: the whole load came, and the app lived. */
const usedAll: ReadonlySet<DoubtKind> = new Set(['limit-never-met', 'still-growing']);

/** Why what an arm used says nothing of its budgets, for better or worse; null if it does. */
export function untriedReason(
  arm: ArmRecording,
  { outcome, reason, doubt }: Pick<OutcomeFindings, 'outcome' | 'reason'> & { doubt?: DoubtKind | undefined },
  { delivered }: Pick<LoadFindings, 'delivered'>,
): Untried | null {
  if (outcome === 'skipped') return null;
  if (doubt !== undefined && !usedAll.has(doubt)) return { kind: doubt, reason };
  if (cutShort.has(outcome) && delivered < deliveredFrom) {
    const isCounted = isRequests(arm.arm.setup.load);
    const came = isCounted ? `${percent(delivered)} of the load was answered` : 'its load was not over';
    return { kind: 'ended-early', reason: `${reason}: ${came}` };
  }
  const limit = otherLimit(arm);
  return limit === null ? swapped(arm) : { kind: 'limit-not-in-force', reason: limit };
}

/** An app that did not live through its load, and that its limit did not kill. */
const cutShort: ReadonlySet<string> = new Set(['exited', 'stalled', 'disk-full', 'evicted']);

/** What is in swap is not counted as unreclaimable. */
function swapped({ pod, startedMs, loadEnded }: ArmRecording): Untried | null {
  const toMs = loadEnded?.atMs ?? Infinity;
  const most = pod.reduce(
    (bytes, { atMs, swap }) =>
      atMs >= (startedMs ?? 0) && atMs <= toMs ? Math.max(bytes, swap ?? 0) : bytes,
    0,
  );
  return most === 0 ? null : { kind: 'swapped', reason: `${mebibytes(most)} of it were in swap` };
}
