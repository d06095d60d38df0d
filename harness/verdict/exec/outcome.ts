import type { ExecRecording } from '../../recording/recording.ts';
import type { OutcomeFindings } from '../outcome.ts';
import { seconds } from '../../text/words.ts';
import { firstKillMs } from './first-kill.ts';
import { notThisLimit, type Kills } from './kills.ts';
import type { Moment } from './moment.ts';
import { longestGapMs, nearLimitShare, oldestSampleMs } from '../thresholds.ts';
import { judgeThrashing } from '../thrashing.ts';

/** What happened to the command, or what keeps us from knowing. */
export function judgeCommandOutcome(
  recording: ExecRecording,
  kills: Kills,
  moment: Moment | null,
  peakBytes: number | null,
): OutcomeFindings {
  const distrust = distrustReason(recording, kills, moment, peakBytes);
  if (distrust !== null) return { outcome: 'inconclusive', reason: distrust };
  if (kills.main === true)
    return {
      outcome: 'oom-killed',
      reason: 'the cgroup counted a kill, and the main process was the victim',
    };
  if (kills.counted > 0)
    return {
      outcome: 'child-oom-killed',
      reason: `the cgroup counted ${kills.counted === 1 ? 'a kill' : `${kills.counted} kills`}, and the main process was not the victim`,
    };
  const end = recording.lives[0]?.ended;
  if (end && !end.stopped) {
    const how = end.signal === null ? `exit code ${end.exitCode}` : `signal ${end.signal}`;
    return { outcome: 'exited', reason: `it ended with ${how}, and the cgroup counted no kill` };
  }
  return judgeTimeout(recording);
}

/** Alive at the timeout: working, or thrashing at its limit. */
function judgeTimeout(recording: ExecRecording): OutcomeFindings {
  const { exec, pod } = recording;
  const after = `after ${seconds(exec.timeoutMs ?? 0)} it was still running, and was ended`;
  const stopMs = recording.holders.findLast(({ when }) => when === 'alive')?.atMs ?? Infinity;
  const found = judgeThrashing(pod, exec.limitBytes, stopMs);
  if (found === null) return { outcome: 'survived', reason: after };
  const { thrashes, figures } = found;
  return thrashes
    ? { outcome: 'stalled', reason: `${after}: ${figures}` }
    : { outcome: 'survived', reason: `${after}; ${figures}` };
}

/** What invalidates the measurement itself; else null. */
function distrustReason(
  { ended, lives, pod, sampler, exec }: ExecRecording,
  kills: Kills,
  moment: Moment | null,
  peakBytes: number | null,
): string | null {
  const end = lives[0]?.ended;
  if (ended?.reason === 'interrupted') return 'it was interrupted';
  if (ended === null || ended.reason === 'failed' || !end) return 'the run was cut short';
  if (kills.counted === 0) return null;
  const elsewhere = notThisLimit(kills, exec.cgroup);
  if (elsewhere !== null) return elsewhere;
  if (kills.decisive?.table) return null;
  const limitBytes = kills.metLimit === null ? exec.limitBytes : (kills.metLimit.limitBytes ?? 0);
  if (kills.decisive === null && (peakBytes ?? 0) < limitBytes * nearLimitShare)
    return 'a kill was counted, but usage was never near this limit: the host ran out, or a cgroup above';
  const gapMs = sampler?.longestGapMs ?? Infinity;
  if (gapMs > longestGapMs)
    return `the sampler paused for ${seconds(gapMs)}, and the kernel's own table is missing`;
  // A child may be killed long before the main process ends.
  const killMs = firstKillMs({ pod, lives });
  if (moment === null || killMs - moment.sample.atMs > oldestSampleMs)
    return "the last sample before the kill is too old, and the kernel's own table is missing";
  return null;
}
