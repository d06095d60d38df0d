import { mebibytes } from '../../text/words.ts';
import type { PastKill } from '../../verdict/diagnose/findings.ts';
import type { End } from '../kubernetes/pod-object.ts';
import { memoryVolumes, type ContainerFacts, type PodFacts } from './pod-facts.ts';

const sigkillCode = 137;

/** The ends of a pod by Kubernetes' own word, which is racy. */
export interface ReportedEnds {
  /** Those that it calls OOMKilled. */
  kills: PastKill[];
  /** Containers that ended by SIGKILL, and were not called OOMKilled. */
  otherSigkills: string[];
  isEvicted: boolean;
}

export function endsOf(pod: PodFacts | null): ReportedEnds {
  const all = allEnds(pod);
  return {
    kills: all.flatMap(({ container, end }) =>
      end.reason === 'OOMKilled' ? [killOf(pod, container, end)] : [],
    ),
    otherSigkills: all.flatMap(({ container, end }) =>
      end.exitCode === sigkillCode && end.reason !== 'OOMKilled' ? [container.name] : [],
    ),
    isEvicted: pod?.reason === 'Evicted',
  };
}

/** `OOMKilled 137`, with the container's name where there are several. */
export function reportedOf(pod: PodFacts | null): string[] {
  const several = (pod?.containers.length ?? 0) > 1;
  const ends = allEnds(pod).map(({ container, end }) =>
    [several ? `${container.name}:` : '', end.reason ?? 'ended', end.exitCode ?? '']
      .filter((word) => word !== '')
      .join(' '),
  );
  return pod?.reason ? [...ends, pod.reason] : ends;
}

export function livesMsOf(pod: PodFacts | null): number[] {
  return allEnds(pod).flatMap(({ end }) => {
    const ms = Date.parse(end.finishedAt ?? '') - Date.parse(end.startedAt ?? '');
    return ms >= 0 ? [ms] : [];
  });
}

function allEnds(pod: PodFacts | null): { container: ContainerFacts; end: End }[] {
  return (pod?.containers ?? []).flatMap((container) => container.ends.map((end) => ({ container, end })));
}

function killOf(
  pod: PodFacts | null,
  { name, limitBytes }: ContainerFacts,
  { exitCode, finishedAt }: End,
): PastKill {
  const [volume] = pod ? memoryVolumes(pod) : [];
  const likely = volume ? `; the memory-backed volume ${volume.name} is a likely holder` : '';
  const child =
    exitCode === sigkillCode || exitCode === null
      ? ''
      : `; it ended with ${exitCode}, so a child of it may have been killed`;
  const limit = limitBytes === null ? '; it has no limit of its own, so the pod’s or the node’s was met' : '';
  return {
    atMs: null,
    victim: null,
    cause: null,
    causeReason: `what filled ${limitBytes === null ? 'memory' : mebibytes(limitBytes)} can't be told from this page${limit}${child}${likely}`,
    limitBytes,
    // Kubernetes says OOMKilled of a node that ran out, too.
    isOwnLimit: null,
    from: `container ${name}: OOMKilled${finishedAt === null ? '' : `, ${finishedAt}`}`,
  };
}
