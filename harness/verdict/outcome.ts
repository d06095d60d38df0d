import type { Outcome } from '../scenario/schema.ts';
import type { ArmRecording } from '../recording/recording.ts';
import type { Sample } from '../recording/types.ts';
import { longestKillMs, unreclaimableBytes } from './composition.ts';
import { isOomDeath } from './lives.ts';
import { robustSlope, thin } from './slope.ts';
import type { ArmFindings, LifeFindings, LoadFindings } from './types.ts';
import { grouped, mebibytes, percent, seconds } from '../words.ts';

/** Below a tenth of what was offered, a living app is going nowhere. */
const stalledBelow = 0.1;
/** "Survived" means little where less of the load than this arrived. */
const deliveredFrom = 0.9;
/** Without a sample for this long, what happened meanwhile is not known. */
const longestGapMs = 1000;
const gapAtKillMs = 100;
/** Growth from the second third of an arm to the last, as a share of the limit, from which on it was no plateau. */
const plateauShare = 0.15;

/** What happened, and why that is said. */
export interface OutcomeFindings {
  outcome: Outcome;
  reason: string;
}

interface Facts {
  arm: ArmRecording;
  lives: LifeFindings[];
  load: LoadFindings;
  limitEvents: number | null;
  /** The sample that the cause is read from. */
  lastBeforeKill: Sample | null;
  /** Why nothing of the whole run is to be believed. */
  distrust: string | null;
}

/** What happened to the app, or what keeps us from knowing. */
export function judgeOutcome(facts: Facts): OutcomeFindings {
  const { arm, lives, load } = facts;
  const distrust = facts.distrust ?? whyUntrusted(facts);
  if (distrust) return { outcome: 'inconclusive', reason: distrust };
  if (lives.some(isOomDeath))
    return { outcome: 'oom-killed', reason: 'the cgroup counted the kill of its main process' };
  if (lives.some(({ ended }) => ended === 'child-oom-killed')) {
    return { outcome: 'child-oom-killed', reason: 'the cgroup counted a kill; the main process lived on' };
  }
  if (lives.some(({ ended }) => ended === 'evicted'))
    return { outcome: 'evicted', reason: 'the node ran short, and Kubernetes evicted the pod' };
  const end = lives.find(({ ended }) => ended === 'exited' || ended === 'killed');
  if (end) {
    const how = end.signal === null ? `exit code ${end.exitCode}` : `signal ${end.signal}`;
    return { outcome: 'exited', reason: `it ended with ${how}, and the cgroup counted no kill` };
  }
  if (load.diskFull > load.ok)
    return { outcome: 'disk-full', reason: `${grouped(load.diskFull)} requests met a full volume` };
  const atLimit = (facts.limitEvents ?? 0) > 0;
  if (load.deliveredLate < stalledBelow && atLimit) {
    return {
      outcome: 'stalled',
      reason: `alive at its limit, with ${percent(load.deliveredLate)} of the load answered in its second half`,
    };
  }
  return judgeSurvival(arm, load, facts.limitEvents);
}

/** "Survived" is said only of an arm that could have died: its load came, and met the limit or could have. */
function judgeSurvival(arm: ArmRecording, load: LoadFindings, limitEvents: number | null): OutcomeFindings {
  if (load.delivered < deliveredFrom) {
    const counts = `${grouped(load.ok)} of ${grouped(load.scheduled)} requests were answered (${percent(load.delivered)})`;
    return { outcome: 'inconclusive', reason: `the load was not delivered: ${counts}` };
  }
  if ((limitEvents ?? 0) > 0) {
    return { outcome: 'survived', reason: `it met its limit ${grouped(limitEvents ?? 0)} times and lived` };
  }
  const limit = arm.arm.setup.memory;
  if (arm.arm.expect.cache === 'at-limit' || (load.storedBytes ?? 0) < limit) {
    return { outcome: 'inconclusive', reason: 'its limit was never reached, so that it lived says nothing' };
  }
  const growth = lateGrowth(arm);
  if (growth.bytes > limit * plateauShare) {
    const rate = mebibytes((growth.bytes * 1000) / growth.ms);
    return { outcome: 'inconclusive', reason: `still growing by ${rate} a second when the load ended` };
  }
  const stored = mebibytes(load.storedBytes ?? 0);
  return {
    outcome: 'survived',
    reason: `${stored} were put through ${mebibytes(limit)}, on a plateau below the limit`,
  };
}

/**
 * How much unreclaimable memory grew over the last third of the arm: by its slope, and by its peak against that
 * of the third before, whichever is less. What comes and goes has slopes, and a busy host has peaks.
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
  const points = thin(late, 150).map((sample) => [sample.atMs, unreclaimableBytes(sample)] as const);
  const sloped = ((robustSlope(points) ?? 0) * ms) / 1000;
  return { bytes: Math.min(sloped, peak.late - peak.before), ms };
}

/** Whether the sampler saw nothing for so long that what happened meanwhile is not known. */
export function isPaused({ sampler }: Pick<ArmRecording | ArmFindings, 'sampler'>): boolean {
  return sampler !== null && sampler.longestGapMs > longestGapMs;
}

/** What makes the measurement itself worthless; null where nothing does. */
function whyUntrusted({ arm, lives, lastBeforeKill }: Facts): string | null {
  if (arm.startedMs === null) return 'the load never began';
  if (arm.ended?.reason === 'interrupted') return 'the run was interrupted';
  if (arm.ended?.reason === 'stopped') return 'it was stopped, for something else of the run failed';
  if (arm.ended === null || arm.ended.reason === 'failed') return 'the arm did not come to its end';
  if (arm.pod.length === 0) return 'there is no sample of its cgroup';
  if (arm.sampler === null) return 'the sampler was lost before the arm was over';
  const gap = arm.sampler.longestGapMs;
  if (isPaused(arm)) return `the sampler paused for ${seconds(gap)}`;
  const kill = lives.find(isOomDeath);
  if (kill?.endedMs && lastBeforeKill) {
    const ageMs = kill.endedMs + arm.startedMs - lastBeforeKill.atMs;
    if (ageMs > gapAtKillMs + longestKillMs)
      return `the last sample before the kill is ${seconds(ageMs)} old`;
  }
  return null;
}
