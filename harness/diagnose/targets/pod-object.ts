import { parseBytes } from '../../scenario/units.ts';
import type { ReportedEnd } from '../../recording/types.ts';

/** What matters here of a Pod, as the API server tells it. */
export interface PodObject {
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    creationTimestamp: string;
    ownerReferences?: { kind: string }[];
    annotations?: Record<string, string>;
  };
  spec: {
    nodeName?: string;
    runtimeClassName?: string;
    resources?: Resources;
    containers: Container[];
    initContainers?: (Container & { restartPolicy?: string })[];
    volumes?: { name: string; emptyDir?: { medium?: string; sizeLimit?: string } }[];
  };
  status: {
    phase?: string;
    reason?: string;
    message?: string;
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

interface Resources {
  limits?: { memory?: string };
}

interface Container {
  name: string;
  image?: string;
  resources?: Resources;
  volumeMounts?: { name: string; mountPath: string }[];
}

interface ContainerStatus {
  name: string;
  restartCount: number;
  containerID?: string;
  state?: { running?: object; waiting?: { reason?: string }; terminated?: Terminated };
  lastState?: { terminated?: Terminated };
}

interface Terminated {
  reason?: string;
  exitCode: number;
  startedAt?: string;
  finishedAt?: string;
}

/** By what its cgroup is named: of a static pod, such as the API server, the kubelet's own hash of its manifest. */
export function cgroupUidOf({ metadata }: PodObject): string {
  return metadata.annotations?.['kubernetes.io/config.hash'] ?? metadata.uid;
}

/** Its containers that live as long as it does: sidecars are init containers that are always restarted. */
export function containersOf({ spec }: PodObject): Container[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars];
}

/** The limit that its specification asks for: of one container, or of the pod, or of all where each has one. */
export function askedLimit(pod: PodObject, container?: string): { bytes: number; source: string } | null {
  const ofPod = parseBytes(pod.spec.resources?.limits?.memory ?? '');
  if (container === undefined && ofPod !== null) return { bytes: ofPod, source: 'the spec of the pod' };
  const of = containersOf(pod).filter(({ name }) => container === undefined || name === container);
  const limits = of.map(({ resources }) => parseBytes(resources?.limits?.memory ?? ''));
  if (limits.length === 0 || limits.includes(null)) return null;
  const bytes = (limits as number[]).reduce((sum, one) => sum + one, 0);
  return { bytes, source: limits.length === 1 ? 'the spec' : `the spec of its ${limits.length} containers` };
}

export function restartsOf({ status }: PodObject, container?: string): number {
  return statusesOf(status, container).reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** The last ends of each container, oldest first: Kubernetes keeps no more than two. */
export function endsOf({ status }: PodObject, container?: string): ReportedEnd[] {
  return statusesOf(status, container)
    .flatMap(({ name, state, lastState }) =>
      [lastState?.terminated, state?.terminated].flatMap((ended) => (ended ? [endOf(name, ended)] : [])),
    )
    .toSorted((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? ''));
}

function endOf(container: string, { reason, exitCode, startedAt, finishedAt }: Terminated): ReportedEnd {
  return {
    container,
    reason: reason ?? null,
    exitCode,
    startedAt: startedAt ?? null,
    finishedAt: finishedAt ?? null,
  };
}

/** Why nothing of it runs, in words; undefined where something does. */
export function idleOf({ status }: PodObject, container?: string): string | undefined {
  const statuses = statusesOf(status, container);
  if (statuses.some(({ state }) => state?.running)) return undefined;
  const reasons = statuses.flatMap(({ name, state }) => {
    const reason = state?.waiting?.reason ?? state?.terminated?.reason;
    return reason === undefined ? [] : [`${name} ${state?.waiting ? 'waits' : 'has ended'} (${reason})`];
  });
  return reasons.join(', ') || `it is ${status.phase ?? 'in no known phase'}`;
}

/** What is out of order in it, in sentences. */
export function notesOn({ spec, status }: PodObject): string[] {
  const unbounded = (spec.volumes ?? []).filter(
    ({ emptyDir }) => emptyDir?.medium === 'Memory' && emptyDir.sizeLimit === undefined,
  );
  const starting = (status.initContainerStatuses ?? []).filter(
    ({ name, state }) =>
      state?.running &&
      spec.initContainers?.some((one) => one.name === name && one.restartPolicy !== 'Always'),
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
  return found?.state?.running ? (found.containerID?.replace(/^.*:\/\//, '') ?? null) : null;
}

function statusesOf(
  { containerStatuses = [], initContainerStatuses = [] }: PodObject['status'],
  container?: string,
): ContainerStatus[] {
  return [...initContainerStatuses, ...containerStatuses].filter(
    ({ name, lastState, state, restartCount }) => {
      if (container !== undefined) return name === container;
      // An init container that did its work is over and done with.
      return restartCount > 0 || lastState?.terminated !== undefined || state?.terminated?.exitCode !== 0;
    },
  );
}
