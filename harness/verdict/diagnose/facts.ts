import type { TargetRecording } from '../../recording/recording.ts';
import type { TargetLine } from '../../recording/types.ts';
import { grouped, mebibytes, percent } from '../../text/words.ts';
import type { Point } from '../slope.ts';
import { nearLimitShare } from '../thresholds.ts';
import type { Diagnosis } from './findings.ts';
import { judgeGrowth } from './growth.ts';

type Known = Pick<
  Diagnosis,
  | 'limitBytes'
  | 'limits'
  | 'composition'
  | 'usageBytes'
  | 'cause'
  | 'heapBytes'
  | 'kills'
  | 'unreclaimableBytes'
>;

/** Of each life that is known from its begin to its end. */
export function livesOf({ ends }: TargetLine): number[] {
  return ends.flatMap(({ startedAt, finishedAt }) =>
    startedAt === null || finishedAt === null ? [] : [Date.parse(finishedAt) - Date.parse(startedAt)],
  );
}

export function reportedOf({ ends }: TargetLine): string[] {
  return ends.map(({ reason, exitCode }) => [reason, exitCode].filter((word) => word !== null).join(' '));
}

/** What is out of order besides, in sentences. */
export function findingsOf({ target, pod, kernelLog }: TargetRecording, known: Known): string[] {
  return [
    ...target.notes,
    limitNotInForce(target, known),
    killsNotReported(target, pod.at(-1)?.oomKills ?? 0),
    endedBySigkill(target, kernelLog, known),
    swapped(pod),
  ].filter((one) => one !== null);
}

/** A resize or an admission may have changed one level and not the other (autoscaler#9829, kubernetes#138760). */
function limitNotInForce({ asked }: TargetLine, { limitBytes, limits }: Known): string | null {
  if (asked === null || asked.bytes === limitBytes || limits.length === 0) return null;
  const inForce = limitBytes === null ? 'no limit is' : `${mebibytes(limitBytes)} is`;
  const where = limits.find(({ bytes }) => bytes === limitBytes)?.source;
  // A page is the kernel's smallest unit.
  if (limitBytes !== null && Math.abs(asked.bytes - limitBytes) < 65_536) return null;
  return `${asked.source} says ${mebibytes(asked.bytes)}, but ${inForce} in force${where ? ` (${where})` : ''}`;
}

/** Kubernetes tells of the main process alone. */
function killsNotReported({ ends, target, restarts }: TargetLine, counted: number): string | null {
  if (counted === 0 || target.kind === 'cgroup' || target.kind === 'pid') return null;
  const told = ends.filter(({ reason }) => reason === 'OOMKilled').length;
  if (restarts !== 0 || told > 0) return null;
  const kills = counted === 1 ? 'a kill' : `${grouped(counted)} kills`;
  return `its cgroup counts ${kills}, yet it was never restarted: a child process was killed, which its platform does not show`;
}

/** 128 and the number of SIGKILL. */
const killedCode = 137;

/** The platform's word for an end is racy: the kernel's log knows better, as far back as it goes. */
function endedBySigkill(
  { ends, target }: TargetLine,
  kernelLog: TargetRecording['kernelLog'],
  { kills }: Known,
): string | null {
  const odd = ends.findLast(({ exitCode, reason }) => exitCode === killedCode && reason !== 'OOMKilled');
  if (odd === undefined || kernelLog === null || kernelLog.unreadable !== null) return null;
  const told = `${target.kind === 'pod' ? 'Kubernetes' : 'its platform'} says ${odd.reason ?? 'nothing'} for exit code ${killedCode}`;
  return kills.some(({ isOwnLimit }) => isOwnLimit !== false)
    ? `${told}, but the kernel's log has a kill at its limit`
    : `${told}, and the kernel's log has no OOM kill of it: it was another SIGKILL, such as after a failed liveness probe, or a kill too old for the log`;
}

function swapped(pod: TargetRecording['pod']): string | null {
  const swap = pod.at(-1)?.swap ?? 0;
  return swap > 0 ? `${mebibytes(swap)} of it is in swap, which is not counted against this limit` : null;
}

const pageCache: ReadonlySet<string> = new Set(['tmpfs', 'dirty-cache', 'locked-cache', 'mixed', 'unknown']);
/** Bytes; less is next to nothing. */
const leastCached = 2 ** 20;

/** What it is not, in sentences. */
export function isNotOf({ heap, pod }: Pick<TargetRecording, 'heap' | 'pod'>, known: Known): string[] {
  const { cause, composition, usageBytes, limitBytes, unreclaimableBytes, heapBytes } = known;
  const heaps = heap.map(({ atMs, heapUsed }): Point => [atMs, heapUsed]);
  const isFlat = heaps.length > 3 && judgeGrowth(heaps).bytesPerSecond <= 0;
  const isFull = limitBytes !== null && (usageBytes ?? 0) >= limitBytes * nearLimitShare;
  const clean = composition?.cleanCacheBytes ?? 0;
  const cached =
    (composition?.tmpfsBytes ?? 0) + (composition?.dirtyBytes ?? 0) + (composition?.lockedBytes ?? 0);
  const sentences = [
    isFlat && cause !== 'heap' && heapBytes !== null
      ? `a heap leak: the heap is flat at ${mebibytes(heapBytes)}`
      : null,
    cause !== null && !pageCache.has(cause)
      ? `${cached < leastCached ? 'none' : `only ${mebibytes(cached)}`} of what can't be reclaimed is page cache`
      : null,
    isFull && clean > limitBytes / 4 && (unreclaimableBytes ?? 0) < limitBytes * nearLimitShare
      ? `about to die because usage is at ${percent((usageBytes ?? 0) / limitBytes)} of its limit: ${mebibytes(clean)} of that is clean cache, dropped when needed`
      : null,
  ];
  return pod.length === 0 ? [] : sentences.filter((one) => one !== null);
}
