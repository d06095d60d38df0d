import { basename, dirname } from 'node:path/posix';
import { version } from '../../package/version.ts';
import type { Recording, TargetRecording } from '../../recording/recording.ts';
import { judgeCause } from '../cause.ts';
import { compose } from '../composition.ts';
import type { Composition } from '../types.ts';
import { fillingShare, thresholdsVersion } from '../thresholds.ts';
import { adviseOn } from './advice.ts';
import { attributeTarget } from './attribution.ts';
import { attributeLater, composeLater, growthOf, steadyPart, type ClassGrowth } from './classes.ts';
import { evidenceOf } from './evidence.ts';
import { findingsOf, isNotOf, livesOf, reportedOf } from './facts.ts';
import type { Diagnosis, LimitInForce } from './findings.ts';
import { holdersOf } from './holders.ts';
import { awaitsCollection } from './jvm-heap.ts';
import { judgeOutlook, outlookOfIdle, uncollected } from './outlook.ts';
import { pastKillsOf } from './past-kills.ts';

/** Answers for a living cgroup from the recording of a look at it alone. */
export function judgeTarget({ run }: Recording, recorded: TargetRecording): Diagnosis {
  const recording = { ...recorded, pod: [...steadyPart(recorded.pod)] };
  const { target, kernelLog, pod } = recording;
  const limits = limitsOf(recording);
  const limitBytes = leastOf(limits);
  const growth = growthOf(recording);
  const seen =
    target.idle === undefined ? judgeOutlook(pod, limitBytes) : outlookOfIdle(target.idle, pod, limitBytes);
  const ahead = seen.outlook === 'lives' && awaitsCollection(recording) ? uncollected(seen) : seen;
  const ms = ahead.diesInMs?.likely ?? 0;
  const last = pod.at(-1) ?? null;
  const [first] = recorded.pod;
  const now = last && compose(last, first?.atMs ?? 0);
  const held = last && attributeTarget(recording, last);
  const then = now && composeLater(now, growth, ms);
  const judged = now && then && held && judgeCause(then, attributeLater(held, now, then, growth, ms));
  const fills =
    ahead.outlook === 'dies' || staysAt(now, ahead.outlook) >= (limitBytes ?? Infinity) * fillingShare;
  const cause = target.isSandboxed && judged ? { cause: 'unknown' as const, reason: sandboxed } : judged;
  const known = {
    target: target.target,
    via: target.via,
    blindTo: target.blindTo,
    lookedMs: first && last ? (recorded.pod.at(-1) ?? last).atMs - first.atMs : 0,
    limitBytes,
    limits,
    usageBytes: last?.usage ?? null,
    unreclaimableBytes: now?.unreclaimableBytes ?? null,
    composition: now && { ...now, ...splitShmem(now.tmpfsBytes, held?.tmpfs?.bytes) },
    heapBytes: held?.heap.bytes ?? null,
    growth: namedGrowth(growth, cause?.cause ?? null),
    cause: fills ? (cause?.cause ?? null) : null,
    causeReason: fills ? (cause?.reason ?? null) : null,
    ...ahead,
    kills: pastKillsOf(recorded),
    killsUnknown: kernelLog === null ? "the kernel's log was not asked for" : kernelLog.unreadable,
    livesMs: livesOf(target),
    reported: reportedOf(target),
    holders: holdersOf(recorded),
  };
  return {
    schemaVersion: 1,
    version: run.version,
    judgedBy: version,
    thresholdsVersion,
    ...known,
    findings: findingsOf(recorded, known),
    isNot: isNotOf(recording, known),
    advice: adviseOn(target, known),
    evidence: evidenceOf(recorded, known),
  };
}

/** Bytes that can't be dropped at once: of what stalls, dirty pages too. */
function staysAt(now: Composition | null, outlook: Diagnosis['outlook']): number {
  return (now?.unreclaimableBytes ?? 0) + (outlook === 'stalls' ? (now?.dirtyBytes ?? 0) : 0);
}

const sandboxed =
  'it runs in a sandbox (gVisor or Kata), which keeps all of its memory in one file: from outside nobody can tell what for';

/** As last read, innermost first: its own and those above. One below it bounds a part of it alone. */
function limitsOf({ limits, target }: TargetRecording): LimitInForce[] {
  const own = limits.findLast(({ level }) => level === 'pod')?.limits ?? [];
  return own.map(({ cgroup, limitBytes }) => ({
    level: levelOf(cgroup, target),
    bytes: limitBytes,
    source: cgroup,
  }));
}

/** In a user's words where it is a pod or its container, else the folder's name. */
function levelOf(cgroup: string, { cgroup: own, target }: TargetRecording['target']): string {
  if (target.kind !== 'pod' || own === null) return basename(cgroup);
  if (isPodFolder(cgroup)) return 'the pod';
  return isPodFolder(dirname(cgroup)) ? 'the container' : basename(cgroup);
}

/** `kubelet-kubepods-burstable-podUID.slice`, `podUID` */
function isPodFolder(path: string): boolean {
  return /(?:^|-)pod[0-9a-f]{8}[-_]/.test(basename(path));
}

function leastOf(limits: LimitInForce[]): number | null {
  const least = limits.reduce((all, { bytes }) => Math.min(all, bytes ?? Infinity), Infinity);
  return Number.isFinite(least) ? least : null;
}

function splitShmem(shmem: number, files: number | undefined) {
  if (files === undefined) return {};
  const tmpfsBytes = Math.min(files, shmem);
  return { tmpfsBytes, sharedBytes: shmem - tmpfsBytes };
}

/** With the words of a cause in place of those of a class, where it is known. */
function namedGrowth(
  { shmem = 0, files = 0, heap, anonymous = 0, ...others }: ClassGrowth,
  cause: Diagnosis['cause'],
): Diagnosis['growth'] {
  const ofShmem = files > shmem / 2 || cause === 'tmpfs' ? 'tmpfs' : 'shared-memory';
  const ofAnonymous =
    heap === undefined
      ? { anonymous }
      : { heap: Math.min(heap, anonymous), native: Math.max(0, anonymous - heap) };
  const all = { [ofShmem]: shmem, ...ofAnonymous, ...others };
  return Object.fromEntries(Object.entries(all).filter(([, pace]) => pace >= leastPace));
}

/** Bytes a second: less is noise. */
const leastPace = 1024;
