import * as z from 'zod';

const terminated = z.object({
  exitCode: z.number(),
  signal: z.number().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  containerID: z.string().optional(),
});

const containerState = z.object({
  running: z.object({}).optional(),
  terminated: terminated.optional(),
  waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
});

const containerStatus = z.object({
  name: z.string(),
  image: z.string().default(''),
  restartCount: z.number(),
  ready: z.boolean(),
  containerID: z.string().optional(),
  state: containerState.default({}),
  lastState: containerState.default({}),
});
type ContainerStatus = z.output<typeof containerStatus>;

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({ nodeName: z.string().optional() }).default({}),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .default([]),
      podIP: z.string().optional(),
      containerStatuses: z.array(containerStatus).default([]),
      initContainerStatuses: z.array(containerStatus).default([]),
    })
    .default({ conditions: [], containerStatuses: [], initContainerStatuses: [] }),
});

/** The status of a pod's container that is measured, in terms of lives. */
export interface PodStatus {
  pod: string;
  uid: string;
  labels: Record<string, string>;
  node: string | null;
  /** Its address in the cluster; null until it has one. */
  address: string | null;
  evicted: boolean;
  /** The current life, from 1; null before the container was made. */
  life: number | null;
  running: boolean;
  ready: boolean;
  containerId: string | null;
  /** How lives ended, as far as the status says: the current and the previous one. */
  ends: LifeEnd[];
  /** Why it does not run: image missing, no room on the node. */
  waiting: string | null;
  /** A container of the pod that will never run, whichever it is, and why; null if there is none. */
  hopeless: Hopeless | null;
}

export interface Hopeless {
  image: string;
  why: string;
  /** The image is what is missing. */
  isPull: boolean;
}

export interface LifeEnd {
  life: number;
  containerId: string | null;
  exitCode: number;
  reason: string | null;
}

/** Reasons for which waiting is pointless. */
const pull = /^(ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName)/;
const broken = /^(CreateContainerConfigError|CreateContainerError)/;

/**
 * Reads a Pod object of the Kubernetes API; `name` is the container that is measured, the first if it is null. A
 * restart count of n means that n lives have ended before.
 */
export function readPodStatus(object: unknown, name: string | null = null): PodStatus {
  const { metadata, spec, status } = podSchema.parse(object);
  const all = [...status.initContainerStatuses, ...status.containerStatuses];
  const container = status.containerStatuses.find((one) => name === null || one.name === name);
  const life = container ? container.restartCount + 1 : null;
  const ends = [
    [container?.lastState.terminated, (life ?? 0) - 1] as const,
    [container?.state.terminated, life ?? 0] as const,
  ].flatMap(([end, number]) => (end && number > 0 ? [lifeEnd(end, number)] : []));
  const unscheduled = status.conditions.find(
    ({ type, status: value }) => type === 'PodScheduled' && value === 'False',
  );
  const { waiting } = container?.state ?? {};
  const before = status.initContainerStatuses.find(isInTheWay);
  // In back-off the current life is the one that ended: the count rises at the next start.
  const inBackoff = waiting !== undefined && container?.lastState.terminated !== undefined;
  return {
    pod: metadata.name,
    uid: metadata.uid,
    labels: metadata.labels,
    address: status.podIP ?? null,
    hopeless: hopelessOf(all),
    node: spec.nodeName ?? null,
    evicted: status.reason === 'Evicted',
    life,
    running: container?.state.running !== undefined,
    ready: container?.ready ?? false,
    containerId: bareId(container?.containerID),
    ends: inBackoff ? ends.map((end) => ({ ...end, life: life ?? end.life })) : ends,
    waiting: before
      ? `its init container ${before.name}: ${stateWords(before)}`
      : waiting
        ? wordsOf(waiting)
        : (unscheduled?.message ?? null),
  };
}

function hopelessOf(containers: ContainerStatus[]): Hopeless | null {
  for (const { image, state } of containers) {
    const why = state.waiting ? wordsOf(state.waiting) : '';
    if (pull.test(why) || broken.test(why)) return { image, why, isPull: pull.test(why) };
  }
  return null;
}

/** An init container that has not done its work. A sidecar among them, which goes on, is in nobody's way. */
function isInTheWay({ state, ready }: ContainerStatus): boolean {
  return !ready && (state.running !== undefined || (state.terminated?.exitCode ?? 0) !== 0);
}

function stateWords({ state }: ContainerStatus): string {
  return state.terminated ? `ended with exit code ${state.terminated.exitCode}` : 'still running';
}

function wordsOf({ reason, message }: { reason?: string | undefined; message?: string | undefined }): string {
  return [reason, message].filter(Boolean).join(': ');
}

function lifeEnd(end: z.output<typeof terminated>, life: number): LifeEnd {
  return { life, containerId: bareId(end.containerID), exitCode: end.exitCode, reason: end.reason ?? null };
}

/** Strips the runtime from `containerd://ID`. */
function bareId(id: string | undefined): string | null {
  return id?.replace(/^.*:\/\//, '') || null;
}
