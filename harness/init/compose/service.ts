import * as z from 'zod';
import { Failure } from '../../errors.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const size = z.union([z.string(), z.number()]);
const words = z.union([z.string(), z.array(scalar)]);

/** The parts of a service that a scenario has a word for, and the keys of the rest. */
const service = z.looseObject({
  image: z.string().optional(),
  build: z.unknown().optional(),
  command: words.nullish(),
  environment: z.union([z.record(z.string(), scalar.nullable()), z.array(scalar)]).nullish(),
  ports: z
    .array(
      z.union([z.string(), z.number(), z.looseObject({ target: size, protocol: z.string().optional() })]),
    )
    .nullish(),
  expose: z.array(size).nullish(),
  tmpfs: z.union([z.string(), z.array(z.string())]).nullish(),
  volumes: z
    .array(
      z.union([
        z.string(),
        z.looseObject({
          type: z.string(),
          target: z.string().optional(),
          tmpfs: z.looseObject({ size: size.optional() }).nullish(),
        }),
      ]),
    )
    .nullish(),
  shm_size: size.optional(),
  mem_limit: size.optional(),
  deploy: z
    .looseObject({
      resources: z.looseObject({ limits: z.looseObject({ memory: size.optional() }).nullish() }).nullish(),
    })
    .nullish(),
  user: size.optional(),
  read_only: z.boolean().optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).nullish(),
});
export type ComposeService = z.output<typeof service>;

const file = z.looseObject({ services: z.record(z.string(), z.unknown()) });

/** Whether a document is a compose file, and no Kubernetes object. */
export function isCompose(document: unknown): boolean {
  return file.safeParse(document).success && !z.object({ kind: z.string() }).safeParse(document).success;
}

/** The services of a compose file, by name. */
export function servicesOf(document: unknown): Record<string, unknown> {
  return file.parse(document).services;
}

/** One of them, or the only one. */
export function findService(services: Record<string, unknown>, asked: string | undefined, shownAs: string) {
  const names = Object.keys(services);
  const name = asked ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined)
    throw new Failure('usage', `${shownAs} has ${names.length} services: ${names.join(', ')}.`, {
      hint: `Name the one to measure: init ${shownAs} ${names[0] ?? 'SERVICE'} --out DIR`,
    });
  if (!Object.hasOwn(services, name))
    throw new Failure('usage', `${shownAs} has no service ${name}.`, {
      hint: `There are: ${names.join(', ')}.`,
    });
  return { name, service: parseService(services[name], `${shownAs}: services.${name}`) };
}

export function parseService(raw: unknown, at: string): ComposeService {
  const parsed = service.safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure('usage', `${at} can't be read.`, {
    hint: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  });
}
