import { exitCodes } from '../../errors.ts';
import type { ExecRecording, Recording } from '../../recording/recording.ts';
import type { HeapShare, Composition } from '../types.ts';
import { judgeCause, type CauseFindings } from '../cause.ts';
import { thresholdsVersion } from '../thresholds.ts';
import { version } from '../../package/version.ts';
import { compose } from '../composition.ts';
import { judgeHeapOf } from '../heap.ts';
import { lossesOf } from '../losses.ts';
import { attributeCommand } from './attribution.ts';
import { evidenceOf } from './evidence.ts';
import { firstKillMs } from './first-kill.ts';
import { countAllKills, judgeKills } from './kills.ts';
import { decisiveMoment } from './moment.ts';
import { judgeCommandOutcome } from './outcome.ts';
import { heldByOf } from './held-by.ts';
import { holdersFindings } from './holders.ts';
import { fullMountsOf, hostFilesOf } from './host-files.ts';
import type { ExecFindings } from './types.ts';

/** Judges a command from its recording alone. */
export function judgeExec(recording: Recording, recorded: ExecRecording): ExecFindings {
  const of = countAllKills(recorded);
  const { run, ended } = recording;
  const { exec, pod, sampler } = of;
  const [life] = of.lives;
  const startedMs = life?.started.atMs ?? of.startedMs ?? 0;
  const since = (atMs: number) => Math.max(0, atMs - startedMs);
  const kills = judgeKills(of);
  const moment = decisiveMoment(of, kills);
  const sampledBytes = pod.reduce((peak, { usage }) => Math.max(peak, usage), 0);
  const peakBytes = Math.max(life?.ended?.peakBytes ?? 0, sampledBytes) || null;
  const losses = lossesOf(recording);
  const { outcome, reason } =
    losses.length > 0
      ? { outcome: 'inconclusive' as const, reason: losses.join(' ') }
      : judgeCommandOutcome(of, kills, moment, peakBytes);
  const attribution = moment && attributeCommand(of, moment.sample, kills.decisive);
  const composition = moment && splitShmem(compose(moment.sample, startedMs), attribution?.tmpfs?.bytes);
  const filled = outcome === 'oom-killed' || outcome === 'child-oom-killed' || outcome === 'stalled';
  const known = filled && composition && attribution ? judgeCause(composition, attribution) : null;
  const cause = known && moment?.tooEarly ? unknown(moment.tooEarly) : known;
  const heapDetail = judgeHeapOf(of, exec.limitBytes, startedMs);
  const killMs = kills.main ? (life?.ended?.atMs ?? Infinity) : firstKillMs(of);
  const interrupted = ended?.interrupted ?? null;
  const isOpen = ended === null || outcome === 'inconclusive';
  return {
    schemaVersion: 1,
    version: run.version,
    judgedBy: version,
    thresholdsVersion,
    argv: exec.argv,
    outcome,
    outcomeReason: reason,
    cause: cause?.cause ?? null,
    causeReason: cause?.reason ?? null,
    runnerUp: cause?.runnerUp ?? null,
    heap: heapDetail.state,
    heapDetail,
    heapSource: exec.heapSource,
    heapShare: attribution && shareOf(attribution.heap),
    exitCode: life?.ended?.exitCode ?? null,
    signal: life?.ended?.signal ?? null,
    limitBytes: exec.limitBytes,
    metLimit: kills.metLimit,
    peakBytes,
    oomKills: kills.counted,
    killedAfterMs: kills.counted > 0 ? since(killMs) : null,
    durationMs: life?.ended ? since(life.ended.atMs) : null,
    limitEvents: pod.at(-1)?.limitEvents ?? null,
    composition,
    compositionFrom: moment?.from ?? null,
    growth: composition && growthOf(composition, of, startedMs),
    kernelLog: kills.kernelLog,
    heldBy: cause && heldByOf(of, kills),
    ...holdersFindings(of, since),
    hostFiles: hostFilesOf(of),
    shmBytes: exec.shmBytes ?? null,
    fullMounts: fullMountsOf(of),
    leftBehind: of.leftBehind?.processes ?? [],
    scratch: exec.scratch,
    timedOut: of.ended?.reason === 'timeout',
    interrupted,
    failure: ended ? ended.failure : 'the recording breaks off',
    sampler: sampler && {
      missedTicks: sampler.missedTicks,
      longestGapMs: sampler.longestGapMs,
      cpuMs: sampler.cpuMs,
      coreShare: sampler.wallMs > 0 ? sampler.cpuMs / sampler.wallMs : 0,
    },
    host: run.host,
    evidence: evidenceOf(of, kills),
    toolExitCode: ended?.exitCode ?? (isOpen ? exitCodes.inconclusive : exitCodes.met),
  };
}

function unknown(reason: string): CauseFindings {
  return { cause: 'unknown', reason, runnerUp: null };
}

function shareOf({ bytes, openBytes, unseenBytes, holder }: HeapShare): HeapShare {
  return { bytes, openBytes, unseenBytes, holder };
}

/** Splits shmem into files on a tmpfs and the rest, if inspected. */
function splitShmem(composition: Composition, filesBytes: number | undefined): Composition {
  if (filesBytes === undefined) return composition;
  const tmpfsBytes = Math.min(filesBytes, composition.tmpfsBytes);
  return { ...composition, tmpfsBytes, sharedBytes: composition.tmpfsBytes - tmpfsBytes };
}

function growthOf(composition: Composition, { pod }: ExecRecording, startedMs: number) {
  const [first] = pod;
  if (!first) return null;
  const before = compose(first, startedMs);
  const names = Object.keys(composition).filter((name) => name !== 'atMs') as (keyof Composition)[];
  return Object.fromEntries(names.map((name) => [name, composition[name] - before[name]]));
}
