import { version } from '../../package/version.ts';
import { inertDeep } from '../../text/inert.ts';
import type { Diagnosis, LimitInForce, PastKill } from '../../verdict/diagnose/findings.ts';
import { thresholdsVersion } from '../../verdict/thresholds.ts';
import { unreclaimableOf } from '../kubernetes/cadvisor.ts';
import { factsOf, type PastedFacts } from './facts.ts';
import { findingsOf } from './findings.ts';
import { hintsOf } from './hints.ts';
import { isOf, judgeKills } from './judged-kills.ts';
import type { KernelKill } from './kernel-kills.ts';
import { judgeNow, type PastedNow } from './now.ts';
import { judgePastedOutlook } from './outlook.ts';
import type { PodFacts } from './pod-facts.ts';
import { endsOf, livesMsOf, reportedOf } from './reported-ends.ts';
import { adviceOf } from './advice.ts';

/**
 * What pasted evidence tells: reports of the kernel, files of a cgroup, pages of Kubernetes and of cAdvisor, in any
 * mixture. Pure; the time and memory that it takes are bounded, and it throws for no text. All words in it are inert.
 */
export function diagnosePasted(text: string): Diagnosis {
  const facts = factsOf(text);
  const pod = podOf(facts);
  const hints = hintsOf(pod, facts.mounts);
  const specified = specifiedLimit(pod);
  const judged = judgeKills(facts, pod, hints, specified);
  const decisive = judged.kills.findLast(({ kill }) => kill.cause !== null) ?? judged.kills.at(-1) ?? null;
  const now = judgeNow(facts, pod, hints, specified);
  const limits = limitsOf(pod, decisive, now);
  const limitBytes = leastOf(limits);
  const composition = now?.composition ?? decisive?.composition ?? null;
  const ends = endsOf(pod);
  const kills: PastKill[] = [
    ...(judged.kills.length > 0 ? [] : ends.kills),
    ...facts.otherKills,
    ...judged.kills.map(({ kill }) => kill),
  ];
  const outlook = judgePastedOutlook(now, limitBytes, facts);
  const filling = outlook.outlook === 'dies' ? now?.holdsMost : now?.cause;
  const cause = decisive?.kill.cause ?? filling ?? null;
  const unreclaimableBytes =
    composition?.unreclaimableBytes ?? (now?.scrape ? unreclaimableOf(now.scrape) : null);
  const diagnosis: Diagnosis = {
    schemaVersion: 1,
    version,
    judgedBy: version,
    thresholdsVersion,
    target: targetOf(pod, decisive, now),
    via: 'what was pasted',
    blindTo: ['A paste is of the past: what happens now is not in it.'],
    lookedMs: now?.lookedMs ?? 0,
    limitBytes,
    limits,
    usageBytes: now?.usageBytes ?? composition?.usageBytes ?? null,
    unreclaimableBytes,
    composition,
    heapBytes: null,
    growth: now?.growth ?? {},
    cause,
    causeReason: (decisive?.kill.cause ? decisive.kill.causeReason : now?.causeReason) ?? null,
    ...outlook,
    kills,
    killsUnknown: killsUnknown(pod, kills.length, judged.leftOut),
    livesMs: livesMsOf(pod),
    reported: [...reportedOf(pod), ...facts.said],
    holders: holdersOf(decisive, facts),
    ...findingsOf(facts, { pod, now, judged, decisive, ends, limits, composition }),
    advice: adviceOf(cause, { pod, decisive, ends, limitBytes, composition }),
    evidence: [
      ...judged.kills.map(({ report }) => ({
        what: "the kernel's word",
        value: report.line,
        from: 'the paste',
      })),
      ...(now?.evidence ?? []),
    ],
  };
  return inertDeep(diagnosis);
}

/** The pod that the kills are of, or the one with the most ends, or the first. */
function podOf({ pods, reports }: PastedFacts): PodFacts | null {
  const killed = pods.find((pod) => reports.some((report) => isOf(report, pod)));
  return killed ?? pods.toSorted((a, b) => endsIn(b) - endsIn(a))[0] ?? null;
}

function endsIn({ containers }: PodFacts): number {
  return containers.reduce((sum, { ends }) => sum + ends.length, 0);
}

/** Of the only container with a limit; with several, nobody knows whose was met. */
function specifiedLimit(pod: PodFacts | null): number | null {
  const limits = (pod?.containers ?? []).flatMap(({ limitBytes }) => limitBytes ?? []);
  return limits.length === 1 ? (limits[0] ?? null) : null;
}

function limitsOf(pod: PodFacts | null, decisive: KernelKill | null, now: PastedNow | null): LimitInForce[] {
  const limits: LimitInForce[] = (pod?.containers ?? []).flatMap(({ name, limitBytes }) =>
    limitBytes === null
      ? []
      : [{ level: `container ${name}`, bytes: limitBytes, source: 'limits.memory of its specification' }],
  );
  const { report, kill } = decisive ?? {};
  if (report && kill && report.limitBytes !== null && kill.isOwnLimit !== false)
    limits.push({
      level: report.limitedCgroup ?? 'the cgroup of the kill',
      bytes: report.limitBytes,
      source: "memory: usage, limit, in the kernel's log",
    });
  if (now && (now.limitBytes !== null || now.isLimitless))
    limits.push({ level: now.level, bytes: now.limitBytes, source: now.limitSource });
  return limits;
}

function leastOf(limits: LimitInForce[]): number | null {
  const known = limits.flatMap(({ bytes }) => bytes ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

function targetOf(
  pod: PodFacts | null,
  decisive: KernelKill | null,
  now: PastedNow | null,
): Diagnosis['target'] {
  if (pod === null && now?.series) {
    const { namespace, pod: name, container } = now.series;
    return { kind: 'paste', name: `pod/${name}`, namespace, ...(container === '' ? {} : { container }) };
  }
  if (pod === null) {
    const cgroup = decisive?.report.limitedCgroup ?? decisive?.report.victimCgroup;
    return { kind: 'paste', name: cgroup ?? 'what was pasted' };
  }
  const [only, ...others] = pod.containers;
  return {
    kind: 'paste',
    name: `pod/${pod.name}`,
    ...(pod.namespace === null ? {} : { namespace: pod.namespace }),
    ...(only && others.length === 0 ? { container: only.name } : {}),
    ...(pod.node === null ? {} : { node: pod.node }),
  };
}

function killsUnknown(pod: PodFacts | null, kills: number, leftOut: number): string | null {
  const restarts = (pod?.containers ?? []).reduce((sum, one) => sum + (one.restarts ?? 0), 0);
  if (leftOut > 0) return `of ${kills + leftOut} kills in the paste the last ${kills} are judged`;
  if (restarts > kills) return `it was restarted ${restarts} times, and the paste tells of ${kills} kills`;
  return 'only what was pasted is known';
}

const mostHolders = 5;

/** The processes in the kernel's list at the last kill, and the mounts of a pasted `df`. */
function holdersOf(decisive: KernelKill | null, { mounts }: PastedFacts): Diagnosis['holders'] {
  const processes = (decisive?.holders ?? []).map(({ pid, name, anonBytes }) => ({
    what: 'process' as const,
    name: `${name} (${pid})`,
    bytes: anonBytes,
    growthBytesPerSecond: null,
    detail: 'at the kill',
  }));
  const volumes = mounts.map(({ point, usedBytes }) => ({
    what: 'volume' as const,
    name: point,
    bytes: usedBytes,
    growthBytesPerSecond: null,
    detail: 'by df',
  }));
  return [...processes, ...volumes]
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, mostHolders);
}
