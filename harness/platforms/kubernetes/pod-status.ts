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

const podSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string() }),
  spec: z.object({ nodeName: z.string().optional() }).default({}),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .default([]),
      containerStatuses: z
        .array(
          z.object({
            name: z.string(),
            restartCount: z.number(),
            ready: z.boolean(),
            containerID: z.string().optional(),
            state: containerState.default({}),
            lastState: containerState.default({}),
          }),
        )
        .default([]),
    })
    .default({ conditions: [], containerStatuses: [] }),
});

/** The status of a pod's one container, in terms of lives. */
export interface PodStatus {
  pod: string;
  uid: string;
  node: string | null;
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
}

export interface LifeEnd {
  life: number;
  containerId: string | null;
  exitCode: number;
  reason: string | null;
}

/** Reads a Pod object of the Kubernetes API. A restart count of n means that n lives have ended before. */
export function readPodStatus(object: unknown): PodStatus {
  const { metadata, spec, status } = podSchema.parse(object);
  const container = status.containerStatuses[0];
  const life = container ? container.restartCount + 1 : null;
  const ends = [
    [container?.lastState.terminated, (life ?? 0) - 1] as const,
    [container?.state.terminated, life ?? 0] as const,
  ].flatMap(([end, number]) => (end && number > 0 ? [lifeEnd(end, number)] : []));
  const unscheduled = status.conditions.find(
    ({ type, status: value }) => type === 'PodScheduled' && value === 'False',
  );
  const { waiting } = container?.state ?? {};
  // In back-off the current life is the one that ended: the count rises at the next start.
  const inBackoff = waiting !== undefined && container?.lastState.terminated !== undefined;
  return {
    pod: metadata.name,
    uid: metadata.uid,
    node: spec.nodeName ?? null,
    evicted: status.reason === 'Evicted',
    life,
    running: container?.state.running !== undefined,
    ready: container?.ready ?? false,
    containerId: bareId(container?.containerID),
    ends: inBackoff ? ends.map((end) => ({ ...end, life: life ?? end.life })) : ends,
    waiting: waiting
      ? [waiting.reason, waiting.message].filter(Boolean).join(': ')
      : (unscheduled?.message ?? null),
  };
}

function lifeEnd(end: z.output<typeof terminated>, life: number): LifeEnd {
  return { life, containerId: bareId(end.containerID), exitCode: end.exitCode, reason: end.reason ?? null };
}

/** Strips the runtime from `containerd://ID`. */
function bareId(id: string | undefined): string | null {
  return id?.replace(/^.*:\/\//, '') || null;
}
