import { containerIdIn, endsIn, type ContainerStatus, type PodObject } from '../kubernetes/pod-object.ts';
import type { ReportedEnd } from '../../recording/types.ts';

/** By what its cgroup is named: of a static pod, such as the API server, the kubelet's own hash of its manifest. */
export function cgroupUidOf({ metadata }: PodObject): string {
  return metadata.annotations?.['kubernetes.io/config.hash'] ?? metadata.uid;
}

/** Its containers that live as long as it does: sidecars are init containers that are always restarted. */
export function containersOf({ spec }: PodObject): PodObject['spec']['containers'] {
  return [...spec.containers, ...spec.initContainers.filter(isSidecar)];
}

function isSidecar({ restartPolicy }: PodObject['spec']['initContainers'][number]): boolean {
  return restartPolicy === 'Always';
}

/** The limit that its specification asks for: of one container, or of the pod, or of all where each has one. */
export function askedLimit(pod: PodObject, name?: string): { bytes: number; source: string } | null {
  const ofPod = pod.spec.resources.limits?.memory ?? null;
  if (name === undefined && ofPod !== null) return { bytes: ofPod, source: 'the spec of the pod' };
  const meant = containersOf(pod).filter((one) => name === undefined || one.name === name);
  const limits = meant.flatMap(({ resources }) => resources.limits?.memory ?? []);
  if (limits.length === 0 || limits.length < meant.length) return null;
  const bytes = limits.reduce((sum, one) => sum + one, 0);
  return { bytes, source: limits.length === 1 ? 'the spec' : `the spec of its ${limits.length} containers` };
}

export function restartsOf({ status }: PodObject, container?: string): number {
  return statusesOf(status, container).reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** The last ends of each container, oldest first: Kubernetes keeps no more than two. */
export function endsOf({ status }: PodObject, container?: string): ReportedEnd[] {
  return statusesOf(status, container)
    .flatMap((one) => endsIn(one).map((end) => ({ container: one.name, ...end })))
    .toSorted((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? ''));
}

/** Why nothing of it runs, in words; undefined where something does. */
export function idleOf({ status }: PodObject, container?: string): string | undefined {
  const statuses = statusesOf(status, container);
  if (statuses.some(({ state }) => state.running)) return undefined;
  const reasons = statuses.flatMap(({ name, state }) => {
    const reason = state.waiting?.reason ?? state.terminated?.reason;
    return reason === undefined ? [] : [`${name} ${state.waiting ? 'waits' : 'has ended'} (${reason})`];
  });
  return reasons.join(', ') || `it is ${status.phase ?? 'in no known phase'}`;
}

/** What is out of order in it, in sentences. */
export function notesOn({ spec, status }: PodObject): string[] {
  const unbounded = spec.volumes.filter(
    ({ emptyDir }) => emptyDir?.medium === 'Memory' && emptyDir.sizeLimit === undefined,
  );
  const starting = status.initContainerStatuses.filter(
    ({ name, state }) =>
      state.running && spec.initContainers.some((one) => one.name === name && !isSidecar(one)),
  );
  return [
    ...unbounded.map(
      ({ name }) =>
        `its volume ${name} is an emptyDir in memory without a sizeLimit: what is written there counts against its limit`,
    ),
    ...starting.map(({ name }) => `its init container ${name} still runs: what it holds is not the app's`),
    ...(status.reason === 'Evicted'
      ? [`it was evicted, which is the node's doing and no kill at its limit: ${status.message ?? ''}`]
      : []),
  ];
}

export function isSandboxed({ spec }: PodObject): boolean {
  return /gvisor|runsc|kata/i.test(spec.runtimeClassName ?? '');
}

/** The id of a container that runs, without the runtime's name; null if it does not. */
export function containerIdOf({ status }: PodObject, container: string): string | null {
  const [found] = statusesOf(status, container);
  return found?.state.running ? containerIdIn(found) : null;
}

function statusesOf(
  { containerStatuses, initContainerStatuses }: PodObject['status'],
  container?: string,
): ContainerStatus[] {
  return [...initContainerStatuses, ...containerStatuses].filter(
    ({ name, lastState, state, restartCount }) => {
      if (container !== undefined) return name === container;
      // An init container that did its work is over and done with.
      return restartCount > 0 || lastState.terminated !== undefined || state.terminated?.exitCode !== 0;
    },
  );
}
