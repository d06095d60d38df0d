import { parseBytes } from '../../scenario/units.ts';
import type { ReportedEnd } from '../../recording/types.ts';

/** What matters here of a Pod, as the API server tells it. */
export interface PodObject {
  metadata: { name: string; namespace: string; uid: string; creationTimestamp: string };
  spec: {
    nodeName?: string;
    runtimeClassName?: string;
    containers: { name: string; resources?: { limits?: { memory?: string } } }[];
    volumes?: { name: string; emptyDir?: { medium?: string; sizeLimit?: string } }[];
  };
  status: { phase?: string; reason?: string; message?: string; containerStatuses?: ContainerStatus[] };
}

interface ContainerStatus {
  name: string;
  restartCount: number;
  containerID?: string;
  state?: { waiting?: { reason?: string } };
  lastState?: { terminated?: Terminated };
}

interface Terminated {
  reason?: string;
  exitCode: number;
  startedAt?: string;
  finishedAt?: string;
}

/** The limit that its specification asks for: of one container, or of all where each has one. */
export function askedLimit(
  { spec }: PodObject,
  container?: string,
): { bytes: number; source: string } | null {
  const of = spec.containers.filter(({ name }) => container === undefined || name === container);
  const limits = of.map(({ resources }) => parseBytes(resources?.limits?.memory ?? ''));
  if (limits.length === 0 || limits.includes(null)) return null;
  const bytes = (limits as number[]).reduce((sum, one) => sum + one, 0);
  return { bytes, source: limits.length === 1 ? 'the spec' : `the spec of its ${limits.length} containers` };
}

export function restartsOf({ status }: PodObject, container?: string): number {
  return statusesOf(status, container).reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** The last end of each container: Kubernetes keeps no more. */
export function endsOf({ status }: PodObject, container?: string): ReportedEnd[] {
  return statusesOf(status, container).flatMap(({ name, lastState }) => {
    const ended = lastState?.terminated;
    if (!ended) return [];
    const { reason = null, exitCode, startedAt = null, finishedAt = null } = ended;
    return [{ container: name, reason, exitCode, startedAt, finishedAt }];
  });
}

/** What is out of order in it, in sentences. */
export function notesOn({ spec, status }: PodObject): string[] {
  const unbounded = (spec.volumes ?? []).filter(
    ({ emptyDir }) => emptyDir?.medium === 'Memory' && emptyDir.sizeLimit === undefined,
  );
  const waiting = (status.containerStatuses ?? []).flatMap(({ name, state }) =>
    state?.waiting?.reason ? [`its container ${name} waits: ${state.waiting.reason}`] : [],
  );
  return [
    ...unbounded.map(
      ({ name }) =>
        `its volume ${name} is an emptyDir in memory without a sizeLimit: what is written there counts against its limit`,
    ),
    ...waiting,
    ...(status.reason === 'Evicted'
      ? [`it was evicted, which is the node's doing and no kill at its limit: ${status.message ?? ''}`]
      : []),
  ];
}

export function isSandboxed({ spec }: PodObject): boolean {
  return /gvisor|runsc|kata/i.test(spec.runtimeClassName ?? '');
}

function statusesOf({ containerStatuses = [] }: PodObject['status'], container?: string): ContainerStatus[] {
  return containerStatuses.filter(({ name }) => container === undefined || name === container);
}
