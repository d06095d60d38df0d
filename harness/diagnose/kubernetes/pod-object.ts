import * as z from 'zod';
import { parseBytes } from '../../scenario/units.ts';

const quantity = z.union([z.string(), z.number()]).transform((value) => parseBytes(String(value)));
const memory = z.object({ memory: quantity.optional() });
const resources = z.object({ limits: memory.optional(), requests: memory.optional() });
/** YAML makes a date of it. */
const time = z.union([z.string(), z.date().transform((date) => date.toISOString())]);
const terminated = z.object({
  reason: z.string().optional(),
  exitCode: z.number().optional(),
  startedAt: time.nullish(),
  finishedAt: time.nullish(),
});
const state = z.object({
  running: z.object({}).nullish(),
  waiting: z.object({ reason: z.string().optional() }).optional(),
  terminated: terminated.optional(),
});
const status = z.object({
  name: z.string(),
  containerID: z.string().optional(),
  restartCount: z.number().default(0),
  state: state.default({}),
  lastState: state.default({}),
});
const container = z.object({
  name: z.string(),
  image: z.string().optional(),
  /** Of an init container: `Always` makes it a sidecar. */
  restartPolicy: z.string().optional(),
  resources: resources.default({}),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
});
const emptyDir = z.object({ medium: z.string().optional(), sizeLimit: quantity.optional() }).nullable();

/** What matters here of a Pod, as an API server tells it and people paste it. Sizes are bytes. */
export const podObject = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().default(''),
    uid: z.string().default(''),
    creationTimestamp: time.nullish(),
    ownerReferences: z.array(z.object({ kind: z.string() })).default([]),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    runtimeClassName: z.string().optional(),
    resources: resources.default({}),
    containers: z.array(container),
    initContainers: z.array(container).default([]),
    volumes: z.array(z.object({ name: z.string(), emptyDir: emptyDir.optional() })).default([]),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      containerStatuses: z.array(status).default([]),
      initContainerStatuses: z.array(status).default([]),
    })
    .prefault({}),
});
export const podList = z.object({ items: z.array(podObject) });
export type PodObject = z.output<typeof podObject>;
export type ContainerStatus = z.output<typeof status>;

/** How a life of a container ended, by its status; null where it does not say. */
export interface End {
  reason: string | null;
  exitCode: number | null;
  startedAt: string | null;
  finishedAt: string | null;
}

/** Oldest first: Kubernetes keeps no more than two. */
export function endsIn({ lastState, state: now }: ContainerStatus): End[] {
  return [lastState.terminated, now.terminated].flatMap((ended) =>
    ended === undefined
      ? []
      : [
          {
            reason: ended.reason ?? null,
            exitCode: ended.exitCode ?? null,
            startedAt: ended.startedAt ?? null,
            finishedAt: ended.finishedAt ?? null,
          },
        ],
  );
}

/** The hexadecimal id without the runtime's name; null before there is one. */
export function containerIdIn({ containerID = '' }: ContainerStatus): string | null {
  return /([0-9a-f]{12,})$/.exec(containerID)?.[1] ?? null;
}
