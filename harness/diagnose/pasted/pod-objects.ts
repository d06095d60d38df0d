import { parse } from 'yaml';
import * as z from 'zod';
import { parseBytes } from '../../scenario/units.ts';
import type { ContainerFacts, EndFacts, PodFacts } from './pod-facts.ts';

/** A list of some hundred pods; reading YAML costs a second for each megabyte. */
const mostYaml = 512 * 1024;
const mostJson = 12 * 2 ** 20;
const mostDocuments = 20;
const mostPods = 200;

/** Pods as `get pod -o json` and `-o yaml` print them, alone or in a list, among whatever else was pasted. */
export function podObjects(text: string): PodFacts[] {
  const found = [...jsonValues(text), ...yamlValues(text)].flatMap((value) => podsIn(value));
  return found.slice(0, mostPods).map(factsOf);
}

/** Each text from a line that begins with `{` or `[` to one that ends with its counterpart and is JSON. */
function* jsonValues(text: string): Generator {
  if (!text.includes('"containers"')) return;
  let from = 0;
  for (let count = 0; count < mostDocuments; count++) {
    const start = /^[ \t]*\{/gm;
    start.lastIndex = from;
    const match = start.exec(text);
    if (match === null || text.length - match.index > mostJson) return;
    const end = endOfObject(text, match.index);
    if (end === null) return;
    from = end;
    const value = read(() => JSON.parse(text.slice(match.index, end)) as unknown);
    if (value !== null) yield value;
  }
}

/** Just after the brace that closes the first one; null if none does. */
function endOfObject(text: string, from: number): number | null {
  let depth = 0;
  const tokens = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  tokens.lastIndex = from;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    if (match[0] === '{') depth++;
    if (match[0] === '}' && --depth === 0) return tokens.lastIndex;
  }
  return null;
}

/** Each text from `apiVersion:` to the first line that can't be a part of it. */
function* yamlValues(text: string): Generator {
  let [from, left] = [0, mostYaml];
  for (let count = 0; count < mostDocuments && left > 0; count++) {
    const start = /^apiVersion: *v1\r?$/gm;
    start.lastIndex = from;
    const match = start.exec(text);
    if (match === null) return;
    const document = documentAt(text.slice(match.index, match.index + left));
    from = match.index + Math.max(1, document.length);
    left -= document.length;
    if (!document.includes('containers:') || tooDeep.test(document)) continue;
    const value = read(() => parse(document, quickly) as unknown);
    if (value !== null) yield value;
  }
}

/** A search for keys that come twice would take a time that grows with their square. */
const quickly = { maxAliasCount: 0, logLevel: 'silent', uniqueKeys: false, prettyErrors: false } as const;
/** No pod's lists lie so deep in one another. */
const tooDeep = /(?:- ?){6}|(?:[[{]\s*){6}/;

function documentAt(text: string): string {
  const other = /\n(?!(?:apiVersion|kind|metadata|spec|status|items|[ \-\r\n])|$)/.exec(text);
  return text.slice(0, other?.index ?? text.length);
}

/** Null for what is cut in the middle, or is something else. */
function read(parseIt: () => unknown): unknown {
  try {
    return parseIt();
  } catch (error) {
    // What can't be read is no pod: a paste may hold anything, and be cut anywhere.
    if (error instanceof Error) return null;
    throw error;
  }
}

const quantity = z.union([z.string(), z.number()]).transform((value) => parseBytes(String(value)));
const resources = z.object({ memory: quantity.optional() });
const text = z.union([z.string(), z.date().transform((date) => date.toISOString())]);
const stateOf = z.object({
  terminated: z
    .object({
      reason: z.string().optional(),
      exitCode: z.number().optional(),
      startedAt: text.nullish(),
      finishedAt: text.nullish(),
    })
    .optional(),
});
const container = z.object({
  name: z.string(),
  resources: z.object({ limits: resources.optional(), requests: resources.optional() }).default({}),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
});
const status = z.object({
  name: z.string(),
  containerID: z.string().optional(),
  restartCount: z.number().optional(),
  state: stateOf.default({}),
  lastState: stateOf.default({}),
});
const emptyDir = z.object({ medium: z.string().optional(), sizeLimit: quantity.optional() }).nullable();
const podSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().optional(), uid: z.string().optional() }),
  spec: z.object({
    nodeName: z.string().optional(),
    runtimeClassName: z.string().optional(),
    containers: z.array(container),
    initContainers: z.array(container).default([]),
    volumes: z.array(z.object({ name: z.string(), emptyDir: emptyDir.optional() })).default([]),
  }),
  status: z
    .object({
      reason: z.string().optional(),
      message: z.string().optional(),
      containerStatuses: z.array(status).default([]),
      initContainerStatuses: z.array(status).default([]),
    })
    .default({ containerStatuses: [], initContainerStatuses: [] }),
});
type PodObject = z.output<typeof podSchema>;
const listSchema = z.object({ items: z.array(z.unknown()) });

function podsIn(value: unknown): PodObject[] {
  const list = listSchema.safeParse(value);
  return (list.success ? list.data.items : [value]).flatMap((item) => {
    const pod = podSchema.safeParse(item);
    return pod.success ? [pod.data] : [];
  });
}

function factsOf({ metadata, spec, status: { reason, message, ...statuses } }: PodObject): PodFacts {
  const all = [...statuses.initContainerStatuses, ...statuses.containerStatuses];
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? null,
    node: spec.nodeName ?? null,
    uid: metadata.uid ?? null,
    runtimeClass: spec.runtimeClassName ?? null,
    reason: reason ?? null,
    message: message ?? null,
    containers: [...spec.initContainers, ...spec.containers].map((one) =>
      containerFacts(
        one,
        all.find(({ name }) => name === one.name),
      ),
    ),
    volumes: spec.volumes.flatMap(({ name, emptyDir: directory }) =>
      directory === undefined
        ? []
        : [{ name, inMemory: directory?.medium === 'Memory', sizeLimitBytes: directory?.sizeLimit ?? null }],
    ),
  };
}

function containerFacts(
  { name, resources: { limits, requests }, volumeMounts }: z.output<typeof container>,
  its: z.output<typeof status> | undefined,
): ContainerFacts {
  return {
    name,
    id: /([0-9a-f]{12,})$/.exec(its?.containerID ?? '')?.[1] ?? null,
    limitBytes: limits?.memory ?? null,
    requestBytes: requests?.memory ?? null,
    restarts: its?.restartCount ?? null,
    ends: [its?.lastState.terminated, its?.state.terminated].flatMap((end) => (end ? [endFacts(end)] : [])),
    mounts: volumeMounts.map((mount) => ({ path: mount.mountPath, volume: mount.name })),
  };
}

function endFacts(end: NonNullable<z.output<typeof stateOf>['terminated']>): EndFacts {
  return {
    reason: end.reason ?? null,
    exitCode: end.exitCode ?? null,
    startedAt: end.startedAt ?? null,
    finishedAt: end.finishedAt ?? null,
  };
}
