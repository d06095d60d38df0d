import * as z from 'zod';
import { Failure } from '../errors.ts';
import type { KubernetesObject } from './objects.ts';
import { podSpec, type Container, type PodSpec } from './pod-spec.ts';

/** Where the spec of the pod is in each kind that makes pods. */
const podSpecPlaces: Record<string, readonly string[]> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** What makes the pods of an app, and the container in them that is measured. */
export interface Workload {
  object: KubernetesObject;
  podSpecAt: readonly string[];
  pod: PodSpec;
  container: Container;
}

/** `deployment/api`. */
export function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}

/** The workload that is asked for, or the only one; likewise its container. */
export function findWorkload(
  objects: KubernetesObject[],
  asked: { workload?: string | undefined; container?: string | undefined },
  shownAs: string,
): Workload {
  const all = objects.filter(({ kind }) => Object.hasOwn(podSpecPlaces, kind));
  const fitting = asked.workload === undefined ? all : all.filter((one) => nameOf(one) === asked.workload);
  const [object, another] = fitting;
  const names = all.map(nameOf).join(', ');
  if (object === undefined)
    throw new Failure(
      'usage',
      `${shownAs} has no ${asked.workload ?? 'workload: nothing in it makes a pod'}.`,
      {
        hint:
          all.length === 0
            ? `It takes one of ${Object.keys(podSpecPlaces).join(', ')}.`
            : `There are: ${names}.`,
      },
    );
  if (another !== undefined)
    throw new Failure('usage', `${shownAs} has ${fitting.length} workloads: ${names}.`, {
      hint: `Name the one to measure: --workload ${nameOf(object)}`,
    });
  const podSpecAt = podSpecPlaces[object.kind] ?? [];
  const pod = podSpecOf(object, podSpecAt, shownAs);
  return { object, podSpecAt, pod, container: findContainer(object, pod, asked.container) };
}

function podSpecOf(object: KubernetesObject, at: readonly string[], shownAs: string): PodSpec {
  const raw = at.reduce<unknown>(
    (value, key) => z.record(z.string(), z.unknown()).safeParse(value).data?.[key],
    object,
  );
  const parsed = podSpec.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = [...at, ...(issue?.path ?? [])].join('.');
  throw new Failure('usage', `${shownAs}: ${nameOf(object)} has no pod that can be read.`, {
    hint: `${place}: ${issue?.message ?? ''}`,
  });
}

/** The annotation says which container kubectl means where none is named. */
const defaultContainer = 'kubectl.kubernetes.io/default-container';

function findContainer(object: KubernetesObject, pod: PodSpec, asked: string | undefined): Container {
  const template = z
    .object({
      spec: z.object({
        template: z.object({ metadata: z.object({ annotations: z.record(z.string(), z.unknown()) }) }),
      }),
    })
    .safeParse(object).data;
  const annotations = template?.spec.template.metadata.annotations ?? object.metadata.annotations ?? {};
  const { containers } = pod;
  const wanted = asked ?? annotations[defaultContainer];
  const found = wanted === undefined ? containers[0] : containers.find(({ name }) => name === wanted);
  const names = containers.map(({ name }) => name).join(', ');
  if (found === undefined)
    throw new Failure('usage', `${nameOf(object)} has no container ${String(wanted)}.`, {
      hint: `There are: ${names}.`,
    });
  if (wanted === undefined && containers.length > 1)
    throw new Failure('usage', `${nameOf(object)} has ${containers.length} containers: ${names}.`, {
      hint: `Name the one to measure: --container ${found.name}`,
    });
  return found;
}
