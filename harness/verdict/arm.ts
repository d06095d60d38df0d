import type { ArmRecording } from '../recording/recording.ts';
import { keepsFiles } from '../scenario/modes.ts';
import { formOf, isSample } from '../scenario/app-schema.ts';
import { isRequests, loadMs } from '../scenario/load-schema.ts';
import { isSampleSetup, type Setup } from '../scenario/schema.ts';
import { attributeArm, type Attribution } from './attribution.ts';
import { attributeOwnApp } from './own-app-attribution.ts';
import { judgeCause } from './cause.ts';
import { untriedReason } from './budgets/untried.ts';
import { usedBy } from './budgets/used.ts';
import { beforeLoad, compose, lastBeforeKill, mostUnreclaimable } from './composition.ts';
import { judgeHeap } from './heap.ts';
import { isOomDeath, judgeLives } from './lives.ts';
import { countLoggedKills } from './logged-kills.ts';
import { parseKernelReports } from '../kernel/oom-report.ts';
import { bytesPerRequest, judgeLoad } from './load.ts';
import { judgeMetrics } from './metrics.ts';
import { doubtOf } from './doubt.ts';
import { otherLimit } from './other-limit.ts';
import { judgeOutcome, type OutcomeFindings } from './outcome.ts';
import { shownEvidence } from './shown.ts';
import { causeOtherThanMemory } from './stall.ts';
import { deliveredFrom } from './thresholds.ts';
import type { Sample } from '../recording/types.ts';
import type { ArmFindings, Composition, Evidence, LifeFindings } from './types.ts';

/**
 * All findings on an arm but those that need other arms: prediction and expectations. `distrust` is why nothing in
 * the run can be trusted, `baseline` the findings on the arm with the same load.
 */
export function judgeArm(
  recorded: ArmRecording,
  nodeBytes: number | null = null,
  distrust: string | null = null,
  baseline: Pick<ArmFindings, 'outcome' | 'load' | 'killedAfterMs'> | null = null,
): Omit<ArmFindings, 'expectations'> {
  const arm = countLoggedKills(recorded);
  const { setup, name, title } = arm.arm;
  const startedMs = arm.startedMs ?? 0;
  const lives = judgeLives(arm);
  const death = lives.find(isOomDeath);
  const load = judgeLoad(arm, death?.endedMs ?? null);
  const atKill = lastBeforeKill(arm);
  const limitEvents = countLimitEvents(arm);
  const { skipped, because = null, retriedFor = null } = arm.arm;
  const killedBaseline = baseline && loadThatKilled(baseline);
  const { outcome, reason, doubt }: OutcomeFindings =
    skipped === undefined
      ? judgeOutcome({ arm, lives, load, limitEvents, lastBeforeKill: atKill, distrust, killedBaseline })
      : { outcome: 'skipped' as const, reason: skipped };
  const moment = atKill ?? mostUnreclaimable(arm);
  const composition = moment && compose(moment, startedMs);
  const before = beforeLoad(arm);
  const killed = outcome === 'oom-killed' || outcome === 'child-oom-killed';
  const stall = outcome === 'stalled' && composition ? causeOtherThanMemory(composition, setup.memory) : null;
  const filled = (killed || outcome === 'stalled') && composition;
  const cause =
    stall ?? (filled && moment ? judgeCause(composition, attribute(arm, moment, composition)) : null);
  const heapDetail = judgeHeap(arm);
  return {
    name,
    title,
    outcome,
    reason,
    doubt: doubt ? doubtOf(doubt) : null,
    because,
    retriedFor,
    cause: cause?.cause ?? null,
    causeReason: cause?.reason ?? null,
    heap: heapDetail.state,
    heapDetail,
    limitBytes: setup.memory,
    otherLimit: otherLimit(arm),
    peakBytes: arm.pod.reduce<number | null>((peak, { usage }) => Math.max(peak ?? 0, usage), null),
    limitEvents,
    oomKills: arm.lives.reduce((sum, { ended }) => sum + (ended?.oomKills ?? 0), 0),
    killedAfterMs: death?.endedMs ?? null,
    durationMs: arm.startedMs === null || arm.ended === null ? null : arm.ended.atMs - arm.startedMs,
    predictedKillMs: null,
    lives,
    restarts: Math.max(0, lives.length - 1),
    composition,
    before: before && compose(before, startedMs),
    used: { ...usedBy(arm), untried: untriedReason(arm, { outcome, reason, doubt }, load) },
    scratchFiles: arm.lives.find(({ ended }) => ended)?.ended?.scratch?.files ?? null,
    load,
    metrics: judgeMetrics(arm, atKill?.atMs ?? null, nodeBytes),
    sampler: samplerFindings(arm),
    setup: setupInShort(setup),
    fixes: [],
    evidence: [...evidenceOf(arm, lives), ...shownEvidence(arm, load), ...kernelEvidence(arm)],
  };
}

function samplerFindings({ sampler }: ArmRecording): ArmFindings['sampler'] {
  if (sampler === null) return null;
  const { missedTicks, longestGapMs, cpuMs, wallMs } = sampler;
  return { missedTicks, longestGapMs, coreShare: wallMs > 0 ? cpuMs / wallMs : 0 };
}

function setupInShort(setup: Setup): ArmFindings['setup'] {
  const { app, scratch, load } = setup;
  const requests = isRequests(load) ? load : null;
  const sample = isSampleSetup(setup) ? setup : null;
  return {
    retentionMs: sample?.app.retention ?? null,
    medium: scratch.medium,
    mode: sample?.app.mode ?? formOf(app),
    bodyBytes: requests?.body ?? null,
    ratePerSecond: requests?.rate ?? null,
    loadCommand: 'command' in load ? load.command : null,
    loadMs: loadMs(load),
    heldBytesPerSecond:
      sample && keepsFiles(sample.app.mode) ? sample.load.rate * (bytesPerRequest(setup) ?? 0) : null,
  };
}

/**
 * The load that killed the baseline; null if none did. If only a child was killed, it goes on to the end of the load. A
 * load that can't be counted may have stalled it: then it went on to its end.
 */
function loadThatKilled({
  outcome,
  load: { ok, lastedMs },
  killedAfterMs,
}: Pick<ArmFindings, 'outcome' | 'load' | 'killedAfterMs'>): {
  ok: number;
  killedAfterMs: number | null;
} | null {
  if (outcome === 'oom-killed') return { ok, killedAfterMs };
  if (outcome === 'stalled') return { ok: Infinity, killedAfterMs: lastedMs };
  if (outcome !== 'child-oom-killed') return null;
  return { ok: ok * deliveredFrom, killedAfterMs: lastedMs === null ? null : lastedMs * deliveredFrom };
}

function attribute(arm: ArmRecording, moment: Sample, composition: Composition): Attribution {
  return isSample(arm.arm.setup.app)
    ? attributeArm(arm, composition)
    : attributeOwnApp(arm, moment, composition);
}

const reportedBy = 'the state that the platform gives; it may be wrong, and nothing is decided on it';

/** Limit events since the load began; a service that fills its cache at start has met the limit before. */
function countLimitEvents({ pod, startedMs }: ArmRecording): number | null {
  const first = pod.findLast(({ atMs }) => atMs <= (startedMs ?? -Infinity)) ?? pod[0];
  const last = pod.at(-1);
  return first && last ? last.limitEvents - first.limitEvents : null;
}

function evidenceOf({ lives: recorded }: ArmRecording, lives: LifeFindings[]): Evidence[] {
  return recorded.flatMap(({ life, ended }, index): Evidence[] => {
    if (!ended) return [];
    const end = ended.signal ?? `exit code ${ended.exitCode}`;
    return [
      { what: `kills counted in life ${life}`, value: ended.oomKills, from: ended.oomKillsFrom },
      {
        what: `end of life ${life}`,
        value: `${lives[index]?.ended} (${end})`,
        from: 'wait status of the main process',
      },
      ...(ended.reason === null
        ? []
        : [{ what: `reason reported for life ${life}`, value: ended.reason, from: reportedBy }]),
      {
        what: `held by the pod after life ${life}`,
        value: ended.pod.usage,
        from: 'memory.current (v1: memory.usage_in_bytes)',
      },
    ];
  });
}

/** The kernel's own line on each kill, or why there is none. */
function kernelEvidence({ kernelLog }: ArmRecording): Evidence[] {
  if (kernelLog === null) return [];
  const what = "the kernel's word";
  const from = '/dev/kmsg';
  if (kernelLog.unreadable !== null) return [{ what, value: kernelLog.unreadable, from }];
  return parseKernelReports(kernelLog.lines).map(({ line }) => ({ what, value: line, from }));
}
