import * as z from 'zod';
import { parseBytes } from '../scenario/units.ts';
import type { MemoryVolume } from './draft.ts';

const quantity = z.union([z.string(), z.number()]).transform(String);
const reference = z.object({
  name: z.string(),
  key: z.string().optional(),
  optional: z.boolean().optional(),
});

const container = z.object({
  name: z.string().min(1),
  resources: z.object({ limits: z.object({ memory: quantity.optional() }).nullish() }).nullish(),
  ports: z
    .array(
      z.object({
        containerPort: z.int().min(1).max(65_535),
        name: z.string().optional(),
        protocol: z.string().optional(),
      }),
    )
    .nullish(),
  readinessProbe: z
    .object({
      httpGet: z
        .object({
          path: z.string().optional(),
          port: z.union([z.string(), z.number()]),
          scheme: z.string().optional(),
        })
        .nullish(),
    })
    .nullish(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).nullish(),
  env: z
    .array(
      z.object({
        name: z.string(),
        valueFrom: z
          .object({ secretKeyRef: reference.nullish(), configMapKeyRef: reference.nullish() })
          .nullish(),
      }),
    )
    .nullish(),
  envFrom: z.array(z.object({ secretRef: reference.nullish(), configMapRef: reference.nullish() })).nullish(),
});

const keyed = z.array(z.object({ key: z.string() })).nullish();
const volume = z.object({
  name: z.string(),
  emptyDir: z.object({ medium: z.string().nullish(), sizeLimit: quantity.nullish() }).nullish(),
  secret: z.object({ secretName: z.string(), items: keyed }).nullish(),
  configMap: z.object({ name: z.string() }).nullish(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
  projected: z
    .object({
      sources: z
        .array(
          z.object({
            secret: z.object({ name: z.string(), items: keyed }).nullish(),
            configMap: z.object({ name: z.string() }).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/** The parts of a pod that say how it can be measured, and what it refers to. */
export const podSpec = z.object({
  containers: z.array(container).min(1, 'has no container'),
  initContainers: z.array(container).nullish(),
  volumes: z.array(volume).nullish(),
});
export type PodSpec = z.output<typeof podSpec>;
export type Container = z.output<typeof container>;

/** The container's memory limit in bytes; null if it has none that can be read. */
export function limitOf({ resources }: Container): number | null {
  return parseBytes(resources?.limits?.memory ?? '');
}

/** Its memory-backed volumes, in the order in which it mounts them. */
export function memoryVolumesOf({ volumes }: PodSpec, { volumeMounts }: Container): MemoryVolume[] {
  const found = (volumeMounts ?? []).flatMap(({ name, mountPath }) => {
    const dir = volumes?.find((one) => one.name === name)?.emptyDir;
    if (dir?.medium !== 'Memory') return [];
    return [{ name, at: mountPath, sizeBytes: parseBytes(dir.sizeLimit ?? '') }];
  });
  return found.filter(({ name }, index) => found.findIndex((other) => other.name === name) === index);
}

/** Where it listens: a port that is called http or web, or else its first one of TCP. */
export function portOf({ ports }: Container): number | null {
  const tcp = (ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  const named = tcp.find(({ name = '' }) => /^(?:https?|web|api)\b/.test(name));
  return (named ?? tcp[0])?.containerPort ?? null;
}

/** The path that its readiness probe asks for on that port, if it does by plain HTTP. */
export function readyPathOf({ ports, readinessProbe }: Container, port: number): string | null {
  const get = readinessProbe?.httpGet;
  if (!get || get.scheme === 'HTTPS') return null;
  const asked =
    (ports ?? []).find(({ name }) => name !== undefined && name === get.port)?.containerPort ?? get.port;
  return asked === port ? (get.path ?? '/') : null;
}
