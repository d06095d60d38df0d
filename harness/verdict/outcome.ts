import type { Outcome } from '../scenario/schema.ts';
import type { ArmRecording } from '../recording/recording.ts';
import type { Sample } from '../recording/types.ts';
import { isRequests } from '../scenario/load-schema.ts';
import { hasBudget } from './budgets/budgets.ts';
import { unreclaimableBytes } from './composition.ts';
import { fullVolumeReason } from './full-volume.ts';
import { isOomDeath } from './lives.ts';
import { evenInTime, robustSlope } from './slope.ts';
import { judgeThrashing } from './thrashing.ts';
import { isWorkDone, shorterThanBaseline, undelivered } from './uncounted-load.ts';
import type { ArmFindings, DoubtKind, LifeFindings, LoadFindings } from './types.ts';
import { grouped, mebibytes, percent, seconds } from '../text/words.ts';
import {
  deliveredFrom,
  gapAtKillMs,
  longestGapMs,
  longestKillMs,
  plateauShare,
  stalledBelow,
} from './thresholds.ts';

/** What happened, and the reason for saying so. */
export interface OutcomeFindings {
  outcome: Outcome;
  reason: string;
  /** Present if it is inconclusive. */
  doubt?: DoubtKind;
}

interface Facts {
  arm: ArmRecording;
  lives: LifeFindings[];
  load: LoadFindings;
  limitEvents: number | null;
  /** The sample that decides the cause. */
  lastBeforeKill: Sample | null;
  /** Why nothing in the run can be trusted. */
  distrust: string | null;
  /** The scenario's baseline, if the same load killed it: how much it took, and for how long. */
  killedBaseline: { ok: number; killedAfterMs: number | null } | null;
}

/** What happened to the app, or what keeps us from knowing. */
export function judgeOutcome(facts: Facts): OutcomeFindings {
  const { lives, load } = facts;
  if (facts.distrust !== null) return inconclusive('host-oom', facts.distrust);
  const untrusted = distrustReason(facts);
  if (untrusted) return untrusted;
  if (lives.some(isOomDeath))
    return { outcome: 'oom-killed', reason: 'the cgroup counted the kill of its main process' };
  if (lives.some(({ ended }) => ended === 'child-oom-killed')) {
    return { outcome: 'child-oom-killed', reason: 'the cgroup counted a kill; the main process lived on' };
  }
  if (lives.some(({ ended }) => ended === 'evicted'))
    return { outcome: 'evicted', reason: 'the node ran short, and Kubernetes evicted the pod' };
  const end = lives.find(({ ended }) => ended === 'exited' || ended === 'killed');
  if (end && !isWorkDone(facts.arm, load, end)) {
    const how = end.signal === null ? `exit code ${end.exitCode}` : `signal ${end.signal}`;
    return { outcome: 'exited', reason: `it ended with ${how}, and the cgroup counted no kill` };
  }
  if (load.diskFull > load.ok)
    return { outcome: 'disk-full', reason: `${grouped(load.diskFull)} requests met a full volume` };
  const full = fullVolumeReason(facts.arm, load);
  if (full !== null) return { outcome: 'disk-full', reason: full };
  const atLimit = (facts.limitEvents ?? 0) > 0;
  if (!isRequests(facts.arm.arm.setup.load)) return judgeUncounted(facts);
  if (load.deliveredLate < stalledBelow && atLimit) {
    return {
      outcome: 'stalled',
      reason: `alive at its limit, with ${percent(load.deliveredLate)} of the load answered in its second half`,
    };
  }
  return judgeSurvival(facts);
}

/** The same for a load that can't be counted: one whose app thrashes at its limit has stalled. */
function judgeUncounted(facts: Facts): OutcomeFindings {
  const { arm, load } = facts;
  const found = judgeThrashing(arm.pod, arm.arm.setup.memory, arm.loadEnded?.atMs);
  if (found?.thrashes && !load.shown?.met)
    return { outcome: 'stalled', reason: `alive at its limit, and going nowhere: ${found.figures}` };
  const open = undelivered(arm, load);
  return open === null ? judgeSurvival(facts) : inconclusive(open.doubt, open.reason);
}

/** "Survived" requires an arm that could have died: its load came, and met the limit or could have. */
function judgeSurvival({ arm, lives, load, limitEvents, killedBaseline }: Facts): OutcomeFindings {
  const isCounted = isRequests(arm.arm.setup.load);
  // A script of one's own may send more than was due.
  if (isCounted && (load.delivered < deliveredFrom || load.failed > load.ok)) return notDelivered(arm, load);
  if ((limitEvents ?? 0) > 0) {
    return { outcome: 'survived', reason: `it met its limit ${grouped(limitEvents ?? 0)} times and lived` };
  }
  const limit = arm.arm.setup.memory;
  const peak = mebibytes(arm.pod.reduce((most, { usage }) => Math.max(most, usage), 0));
  const { expect } = arm.arm;
  const shorter = isCounted ? null : shorterThanBaseline(load, killedBaseline);
  const couldHaveDied = isCounted
    ? (load.storedBytes ?? 0) >= limit || load.ok >= (killedBaseline?.ok ?? Infinity)
    : shorter === null;
  const withBudget = hasBudget(expect); // then it need not come near its limit to show what it uses
  if (expect.cache === 'at-limit' || (!couldHaveDied && !withBudget))
    return inconclusive(
      'limit-never-met',
      shorter ?? 'its limit was never reached, so survival proves nothing',
    );
  const isOver = lives.some((life) => isWorkDone(arm, load, life));
  const growth = lateGrowth(arm);
  if (!isOver && growth.bytes > limit * plateauShare && expect.growth === undefined) {
    const rate = mebibytes((growth.bytes * 1000) / growth.ms);
    return inconclusive('still-growing', `still growing by ${rate} a second when the load ended`);
  }
  if (!couldHaveDied)
    return { outcome: 'survived', reason: `${peak} of ${mebibytes(limit)} at most, under its whole load` };
  if ((load.storedBytes ?? 0) < limit) {
    return {
      outcome: 'survived',
      reason: `plateau at ${peak} of ${mebibytes(limit)}, under ${isCounted ? 'as many requests as killed the baseline' : 'the load that the baseline did not survive'}`,
    };
  }
  const stored = mebibytes(load.storedBytes ?? 0);
  return {
    outcome: 'survived',
    reason: `${stored} were put through ${mebibytes(limit)}, on a plateau below the limit`,
  };
}

function notDelivered({ loadEnded }: ArmRecording, load: LoadFindings): OutcomeFindings {
  const counts = `${grouped(load.ok)} of ${grouped(load.scheduled)} requests were answered (${percent(load.delivered)})`;
  const [first] = loadEnded?.scriptErrors ?? [];
  if (first !== undefined)
    return inconclusive('script-failed', `the load's script failed (${first}): ${counts}`);
  if (load.failed > load.scheduled / 2)
    return inconclusive(
      'load-refused',
      `${grouped(load.failed)} requests were answered with an error: ${counts}`,
    );
  return inconclusive('load-not-delivered', `the load was not delivered: ${counts}`);
}

function inconclusive(doubt: DoubtKind, reason: string): OutcomeFindings {
  return { outcome: 'inconclusive', reason, doubt };
}

/**
 * Growth of unreclaimable memory over the last third of the arm: the lower of its slope and its peak relative to
 * the middle third. Fluctuation distorts slopes, and a busy host distorts peaks.
 */
function lateGrowth({ pod, startedMs, loadEnded }: ArmRecording): { bytes: number; ms: number } {
  const fromMs = startedMs ?? 0;
  const toMs = loadEnded?.atMs ?? pod.at(-1)?.atMs ?? fromMs;
  const ms = (toMs - fromMs) / 3;
  const late: Sample[] = [];
  const peak = { before: 0, late: 0 };
  for (const sample of pod) {
    const { atMs } = sample;
    if (atMs <= toMs - 2 * ms || atMs > toMs) continue;
    const isLate = atMs > toMs - ms;
    if (isLate) late.push(sample);
    const third = isLate ? 'late' : 'before';
    peak[third] = Math.max(peak[third], unreclaimableBytes(sample));
  }
  const points = late.map((sample) => [sample.atMs, unreclaimableBytes(sample)] as const);
  const sloped = ((robustSlope(evenInTime(points, 150)) ?? 0) * ms) / 1000;
  return { bytes: Math.min(sloped, peak.late - peak.before), ms };
}

/** Whether the sampler saw nothing for so long that events may have been missed. */
function isPaused({ sampler }: Pick<ArmRecording | ArmFindings, 'sampler'>): boolean {
  return sampler !== null && sampler.longestGapMs > longestGapMs;
}

/** What invalidates the measurement itself; else null. */
function distrustReason({ arm, lives, lastBeforeKill }: Facts): OutcomeFindings | null {
  const [failed] = arm.loadEnded?.scriptErrors ?? [];
  if (arm.startedMs === null) {
    return failed === undefined
      ? inconclusive('load-never-began', 'the load never began')
      : inconclusive('script-failed', `the load never began because its script failed (${failed})`);
  }
  if (arm.ended?.reason === 'interrupted') return inconclusive('cut-short', 'the run was interrupted');
  if (arm.ended?.reason === 'stopped')
    return inconclusive('cut-short', 'it was stopped because something else in the run failed');
  if (arm.ended === null || arm.ended.reason === 'failed')
    return inconclusive('cut-short', 'the arm did not finish');
  if (arm.pod.length === 0) return inconclusive('not-sampled', 'there is no sample of its cgroup');
  if (arm.sampler === null)
    return inconclusive('not-sampled', 'the sampler was lost before the arm was over');
  const gap = arm.sampler.longestGapMs;
  if (isPaused(arm)) return inconclusive('paused', `the sampler paused for ${seconds(gap)}`);
  const kill = lives.find(isOomDeath);
  if (kill?.endedMs && lastBeforeKill) {
    const ageMs = kill.endedMs + arm.startedMs - lastBeforeKill.atMs;
    if (ageMs > gapAtKillMs + longestKillMs)
      return inconclusive('sampled-too-late', `the last sample before the kill is ${seconds(ageMs)} old`);
  }
  return null;
}
