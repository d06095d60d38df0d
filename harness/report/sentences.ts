import { basename } from 'node:path/posix';
import { isMode } from '../scenario/modes.ts';
import { isOomDeath, lengthMs, oomLengths } from '../verdict/lives.ts';
import type { ArmFindings, Expectation, RunFindings } from '../verdict/types.ts';
import { grouped, mebibytes, seconds } from '../text/words.ts';

const outcomeWords: Record<ArmFindings['outcome'], string> = {
  'oom-killed': 'OOM-killed',
  'child-oom-killed': 'a child OOM-killed',
  survived: 'survived',
  exited: 'ended by itself',
  stalled: 'stalled',
  'disk-full': 'volume full',
  evicted: 'evicted',
  inconclusive: 'INCONCLUSIVE',
  skipped: 'skipped',
};

/** What happened to an arm, in brief, then each further fact. */
export function happenings(arm: ArmFindings): string[] {
  const more = [residueWords(arm), arm.otherLimit, retryWords(arm)].filter((words) => words !== null);
  return [whatHappened(arm), ...lifeLines(arm), ...more];
}

export function whatHappened(arm: ArmFindings): string {
  const words = outcomeWords[arm.outcome];
  if (arm.killedAfterMs !== null) return `${words} after ${seconds(arm.killedAfterMs)}`;
  const [life] = arm.lives;
  const length = life ? lengthMs(life) : null;
  return arm.outcome === 'survived' && length !== null ? `survived ${seconds(length)}` : words;
}

/** `3 lives under load: 2.4, 0.6, 0.5 s`, and the platform's names for their ends; empty for a single life. */
export function lifeLines(arm: ArmFindings): string[] {
  const lengths = oomLengths(arm.lives);
  if (lengths.length < 2) return [];
  const lives = `${lengths.length} lives under load: ${lengths.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s`;
  const reasons = arm.lives.flatMap((life) => (isOomDeath(life) ? (life.reason ?? []) : []));
  if (reasons.length === 0) return [lives];
  const [first] = reasons;
  const words = reasons.every((reason) => reason === first)
    ? `all called ${first}`
    : `called ${reasons.join(', ')}`;
  return [lives, words];
}

/** What each death left charged to the pod; null if nothing was killed. */
export function residueWords(arm: ArmFindings): string | null {
  const left = arm.lives.filter(isOomDeath).flatMap(({ residueBytes }) => residueBytes ?? []);
  if (left.length === 0) return null;
  const sizes = left.map(mebibytes);
  return sizes.length === 1
    ? `the pod still held ${sizes[0]} after it`
    : `the pod still held ${sizes.join(', ')} after them`;
}

/** That it was measured twice, and why; null if once was enough. */
export function retryWords({ retriedFor }: ArmFindings): string | null {
  return retriedFor === null ? null : `measured again, alone; not known at first: ${retriedFor}`;
}

export function heapWords({ heap, heapDetail }: ArmFindings): string {
  if (heap === 'unknown') return 'unknown';
  if (heap === 'growing') return `growing ${mebibytes(heapDetail.slopeBytesPerSecond ?? 0)}/s`;
  return `flat ${mebibytes(heapDetail.medianBytes ?? 0)}`;
}

/** What filled the limit, or held usage there, or how far below it usage stayed. */
export function causeWords(arm: ArmFindings): string {
  const { composition, limitBytes, limitEvents, peakBytes } = arm;
  if (arm.outcome === 'inconclusive' || arm.outcome === 'skipped') return arm.reason;
  if (!composition) return '';
  if (arm.cause === 'tmpfs') {
    // None are left of those that were deleted while they were open.
    const files = arm.scratchFiles ? ` (${grouped(arm.scratchFiles)} files in scratch)` : '';
    return `tmpfs ${mebibytes(composition.tmpfsBytes)} of ${mebibytes(limitBytes)}${files}${prediction(arm)}`;
  }
  if (arm.cause === 'heap')
    return `heap: anonymous memory ${mebibytes(composition.anonBytes)} of ${mebibytes(limitBytes)}`;
  if (arm.cause !== null) return `${arm.cause}: ${arm.causeReason ?? ''}`;
  if ((limitEvents ?? 0) > 0) {
    const kind =
      composition.dirtyBytes > composition.cleanCacheBytes
        ? 'dirty cache, written out'
        : 'file cache, reclaimed';
    return `${kind} ${grouped(limitEvents ?? 0)} times at the limit`;
  }
  const peak = peakBytes ?? 0;
  return `${mebibytes(peak)} at most, ${mebibytes(limitBytes - peak)} to spare`;
}

function prediction({ predictedKillMs }: ArmFindings): string {
  return predictedKillMs === null ? '' : `; kill predicted after ${seconds(predictedKillMs)}`;
}

/** An unmet expectation, as `expected flat; was growing (...)`. */
export function unmetWords({ expected, actual, conclusive }: Expectation): string {
  return `expected ${expected}; ${conclusive ? 'was' : 'not known:'} ${actual}`;
}

/** The load: `200 uploads/s of 256 KiB`; the first arm's stands for all. */
export function loadWords([arm]: ArmFindings[]): string {
  if (!arm) return 'no arm';
  const { mode, ratePerSecond, bodyBytes, loadCommand, loadMs } = arm.setup;
  if (loadCommand !== null)
    return `load by ${basename(loadCommand[0] ?? '')}, for at most ${seconds(loadMs)}`;
  if (ratePerSecond === null) return `no load, watched for ${seconds(loadMs)}`;
  const rate = Number(ratePerSecond.toFixed(1));
  if (!isMode(mode)) return `${rate} requests/s`;
  return bodyBytes === null ? `${rate} reads/s` : `${rate} uploads/s of ${mebibytes(bodyBytes)}`;
}

/** Where it ran: `cgroup v1`, or `kind, cgroup v2`. */
export function placeWords({ platform, host }: Pick<RunFindings, 'platform' | 'host'>): string {
  if (host === null) return platform;
  const version = `cgroup v${host.cgroupVersion}`;
  return platform === 'cgroup' ? version : `${platform}, ${version}`;
}

/** What was not met. For an arm with an unknown outcome what is open is so for one reason, given once. */
export function unmetOf({ outcome, expectations }: ArmFindings): Expectation[] {
  const unmet = expectations.filter(({ met }) => !met);
  return outcome === 'inconclusive'
    ? unmet.filter(({ conclusive }, index) => index === 0 || conclusive)
    : unmet;
}
