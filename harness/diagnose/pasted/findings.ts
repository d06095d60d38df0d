import { grouped, mebibytes } from '../../text/words.ts';
import type { Diagnosis, LimitInForce } from '../../verdict/diagnose/findings.ts';
import type { Composition } from '../../verdict/types.ts';
import { cadvisorFindings } from './cadvisor-findings.ts';
import type { PastedFacts } from './facts.ts';
import type { judgeKills } from './judged-kills.ts';
import type { KernelKill } from './kernel-kills.ts';
import type { PastedNow } from './now.ts';
import { memoryVolumes, mountPoint, type PodFacts } from './pod-facts.ts';
import type { ReportedEnds } from './reported-ends.ts';

export interface Judged {
  pod: PodFacts | null;
  now: PastedNow | null;
  judged: ReturnType<typeof judgeKills>;
  decisive: KernelKill | null;
  ends: ReportedEnds;
  limits: LimitInForce[];
  composition: Composition | null;
}

/** What else is out of order, and what it is not. */
export function findingsOf(facts: PastedFacts, of: Judged): Pick<Diagnosis, 'findings' | 'isNot'> {
  const all = [
    isEmpty(facts)
      ? 'Nothing in the paste is evidence that this tool knows: a kernel report of an OOM kill, memory.stat, a described pod, or cAdvisor’s metrics.'
      : null,
    facts.isCut ? 'The paste is longer than is read: its end was left out.' : null,
    ...ofPod(facts, of),
    ...ofKills(of),
    of.now?.oomKills ? `The counter of its kills says ${of.now.oomKills}.` : null,
    ...cadvisorFindings(facts.series),
  ];
  return { findings: all.filter((one) => one !== null), isNot: isNotOf(of) };
}

function isEmpty({ reports, otherKills, pods, moments, series, said }: PastedFacts): boolean {
  return [reports, otherKills, pods, moments, series, said].every(({ length }) => length === 0);
}

function ofPod({ said }: PastedFacts, { pod, ends, judged }: Judged): (string | null)[] {
  if (pod === null) return [];
  const isProbe = said.some((line) => line.includes('failed liveness probe'));
  const others = [...new Set(ends.otherSigkills)];
  const byWhom = isProbe
    ? 'its liveness probe failed, and the kubelet killed it'
    : 'a liveness probe, node pressure, or somebody’s SIGKILL; Kubernetes also misses kills of the kernel, which oom_kill in memory.events or the kernel’s log shows';
  return [
    ends.isEvicted
      ? `The kubelet evicted it: ${pod.message?.replace(/\.\s*$/, '') ?? 'the node was under pressure'}. That is the node’s shortage, and not its limit.`
      : null,
    others.length > 0 && judged.kills.length === 0 && !ends.isEvicted
      ? `SIGKILL (137) ended ${others.join(', ')}, and Kubernetes does not call it OOMKilled: ${byWhom}.`
      : null,
    pod.runtimeClass === null ? null : `Its runtime class is ${pod.runtimeClass}.`,
    ...memoryVolumes(pod).map(({ name, sizeLimitBytes }) => {
      const at = mountPoint(pod, name) ?? 'not mounted';
      return sizeLimitBytes === null
        ? `The volume ${name} (${at}) is memory-backed and has no sizeLimit: its files may fill the limit.`
        : `The volume ${name} (${at}) is memory-backed: up to ${mebibytes(sizeLimitBytes)} of files count as memory.`;
    }),
    ...pod.containers.map(({ name, limitBytes, requestBytes }) => {
      const limit = limitBytes === null ? 'has no memory limit' : `has a limit of ${mebibytes(limitBytes)}`;
      return `The container ${name} ${limit}, and requests ${requestBytes === null ? 'nothing' : mebibytes(requestBytes)}.`;
    }),
  ];
}

function ofKills({ judged, limits, decisive, pod }: Judged): (string | null)[] {
  const { kills, ofOthers } = judged;
  const cgroups = new Set(kills.flatMap(({ report }) => report.limitedCgroup ?? []));
  const specified = limits.filter(({ source }) => source.startsWith('limits.memory'));
  const least = Math.min(...specified.map(({ bytes }) => bytes ?? Infinity));
  const met = decisive && decisive.kill.isOwnLimit !== false ? decisive.report.limitBytes : null;
  const isLess = pod !== null && met !== null && Number.isFinite(least) && met < least * 0.99;
  return [
    ofOthers > 0 ? `Kills of other pods in the paste were left out: ${grouped(ofOthers)}.` : null,
    cgroups.size > 1
      ? `The kills are of ${cgroups.size} cgroups; the last that tells decides: ${decisive?.report.limitedCgroup ?? 'not named'}.`
      : null,
    isLess
      ? `The limit in force was ${mebibytes(met)}, and its specification says ${mebibytes(least)}: something else set it.`
      : null,
  ];
}

function isNotOf({ composition, decisive, now }: Judged): string[] {
  if (composition === null) return [];
  const { cleanCacheBytes, anonBytes, unreclaimableBytes, tmpfsBytes } = composition;
  const cache = `page cache: ${mebibytes(cleanCacheBytes)} of it is clean, which is dropped when needed`;
  const cause = decisive?.kill.cause ?? now?.cause;
  return [
    ...(cleanCacheBytes > unreclaimableBytes / 10 || cause !== null ? [cache] : []),
    // Shared memory may be a heap, too: that of a JVM, or all of a sandbox.
    ...(cause === 'tmpfs' && tmpfsBytes > anonBytes
      ? [`a leak in its heap: all its anonymous memory is ${mebibytes(anonBytes)}`]
      : []),
  ];
}
