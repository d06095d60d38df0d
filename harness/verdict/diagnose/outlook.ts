import type { Sample } from '../../recording/types.ts';
import { mebibytes, percent, roughTime, seconds } from '../../text/words.ts';
import { unreclaimableBytes } from '../composition.ts';
import type { Point } from '../slope.ts';
import {
  deadlyShare,
  fewestSamples,
  foretoldTimes,
  hangingPressure,
  leastLookMs,
  nearLimitShare,
  residueShare,
  stalledEventsPerSecond,
  stalledShare,
  stalledWindowMs,
} from '../thresholds.ts';
import type { Diagnosis } from './findings.ts';
import { judgeGrowth, type Growth } from './growth.ts';

export type OutlookFindings = Pick<Diagnosis, 'outlook' | 'outlookReason' | 'diesInMs'>;

/**
 * What becomes of a cgroup if it goes on as it did while it was looked at: unreclaimable memory that grows meets the
 * limit, and is killed there. `limitBytes`: the least in force.
 */
export function judgeOutlook(pod: readonly Sample[], limitBytes: number | null): OutlookFindings {
  const [first, last] = [pod[0], pod.at(-1)];
  if (!first || !last) return unknown('there is no sample of it');
  if (limitBytes === null)
    return unknown('it has no memory limit: only a node that runs out of memory would end it');
  const lookedMs = last.atMs - first.atMs;
  const held = unreclaimableBytes(last);
  if (pod.length < fewestSamples || lookedMs < leastLookMs)
    return unknown(
      `too few samples to tell whether it grows (${pod.length} in ${seconds(lookedMs)}): look longer (--for)`,
    );
  const stall = stallOf(pod, limitBytes);
  if (stall !== null) return { outlook: 'stalls', outlookReason: stall, diesInMs: null };
  const growth = judgeGrowth(unreclaimablePoints(pod));
  const roomBytes = Math.max(0, limitBytes * deadlyShare - held);
  const share = `${percent(held / limitBytes)} of its limit can't be reclaimed`;
  if (growth.shape === 'unclear')
    return unknown(`${share}; that comes and goes, too slowly to tell whether it grows: look longer (--for)`);
  if (growth.bytesPerSecond <= 0) {
    const how = growth.shape === 'churning' ? 'what comes is given back' : 'that does not grow';
    return { outlook: 'lives', outlookReason: `${share}, and ${how}`, diesInMs: null };
  }
  const pace = `${mebibytes(growth.bytesPerSecond)}/s`;
  if (growth.shape === 'levelling' && growth.leftBytes < roomBytes) {
    if (growth.leftBytes === 0)
      return { outlook: 'lives', outlookReason: `${share}; it grew, and has stopped`, diesInMs: null };
    return unknown(
      `its growth is slowing, now ${pace}: too early to tell whether it levels off below its limit`,
    );
  }
  const diesInMs = timesOf(roomBytes, growth);
  if (diesInMs.likely > lookedMs * foretoldTimes)
    return unknown(
      `it grew by ${pace} for ${roughTime(lookedMs)}: at that pace it has ${roughTime(diesInMs.likely)}, too far ahead to foretell`,
    );
  return { outlook: 'dies', outlookReason: `${share}, and that grows by ${pace}`, diesInMs };
}

/** Of what does not run at this moment: what it left behind may still be charged. */
export function outlookOfIdle(
  why: string,
  pod: readonly Sample[],
  limitBytes: number | null,
): OutlookFindings {
  const last = pod.at(-1);
  const share = last && limitBytes !== null ? unreclaimableBytes(last) / limitBytes : 0;
  const left =
    share >= residueShare
      ? `; yet ${percent(share)} of its limit is taken by what earlier lives left, and the next one dies that much sooner`
      : '';
  return unknown(`nothing of it runs at this moment: ${why}${left}`);
}

/** Of a JVM that collected nothing meanwhile. */
export function uncollected({ outlookReason }: OutlookFindings): OutlookFindings {
  return unknown(
    `${outlookReason}; but its JVM showed no collection meanwhile, and may fill memory that it took before: look longer (--for)`,
  );
}

export function unreclaimablePoints(pod: readonly Sample[]): Point[] {
  return pod.map((sample) => [sample.atMs, unreclaimableBytes(sample)] as const);
}

function unknown(outlookReason: string): OutlookFindings {
  return { outlook: 'unknown', outlookReason, diesInMs: null };
}

function timesOf(roomBytes: number, { bytesPerSecond, low, high }: Growth) {
  const after = (pace: number) => (pace > 0 ? Math.round((roomBytes * 1000) / pace) : Infinity);
  const likely = after(bytesPerSecond);
  // Without a lower bound for the pace, it may well take three times as long.
  return { low: Math.min(after(high), likely), likely, high: Math.min(after(low), likely * 3) };
}

/** Why it hangs at its limit, and nothing will be killed; null if it does not. */
function stallOf(pod: readonly Sample[], limitBytes: number): string | null {
  const last = pod.at(-1) as Sample;
  const from = pod.find(({ atMs }) => atMs >= last.atMs - stalledWindowMs) ?? last;
  const overMs = last.atMs - from.atMs;
  if (overMs < stalledWindowMs / 2 || last.usage < limitBytes * nearLimitShare) return null;
  const perSecond = (figure: (sample: Sample) => number) => ((figure(last) - figure(from)) * 1000) / overMs;
  const events = perSecond(({ limitEvents }) => limitEvents);
  const tight = unreclaimableBytes(last) + last.dirty + last.writeback;
  const refaults = perSecond(({ refaultFile, refaultAnon }) => (refaultFile ?? 0) + (refaultAnon ?? 0));
  const waiting = perSecond(({ pressureFullUs }) => pressureFullUs ?? 0) / 1e6;
  const words = [
    `at its limit, ${Math.round(events).toLocaleString('en')} limit events/s`,
    refaults > 0 ? `${Math.round(refaults).toLocaleString('en')} refaults/s` : null,
    waiting > 0 ? `all its tasks stalled on memory ${percent(waiting)} of the time (PSI full)` : null,
  ];
  const isTight = tight >= limitBytes * stalledShare;
  if (waiting < hangingPressure && (events < stalledEventsPerSecond || !isTight)) return null;
  const why = isTight ? '' : ': it drops clean cache and reads it again, as its files do not fit';
  return words.filter((word) => word !== null).join(', ') + why;
}
