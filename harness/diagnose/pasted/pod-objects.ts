import { parse } from 'yaml';
import * as z from 'zod';
import { containerIdIn, endsIn, podObject, type PodObject } from '../kubernetes/pod-object.ts';
import type { PodFacts } from './pod-facts.ts';

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

const listSchema = z.object({ items: z.array(z.unknown()) });

function podsIn(value: unknown): PodObject[] {
  const list = listSchema.safeParse(value);
  return (list.success ? list.data.items : [value]).flatMap((item) => {
    const pod = podObject.safeParse(item);
    return pod.success ? [pod.data] : [];
  });
}

function factsOf({ metadata, spec, status }: PodObject): PodFacts {
  const all = [...status.initContainerStatuses, ...status.containerStatuses];
  return {
    name: metadata.name,
    namespace: metadata.namespace || null,
    node: spec.nodeName ?? null,
    uid: metadata.uid || null,
    runtimeClass: spec.runtimeClassName ?? null,
    reason: status.reason ?? null,
    message: status.message ?? null,
    containers: [...spec.initContainers, ...spec.containers].map((container) => {
      const its = all.find(({ name }) => name === container.name);
      return {
        name: container.name,
        id: its ? containerIdIn(its) : null,
        limitBytes: container.resources.limits?.memory ?? null,
        requestBytes: container.resources.requests?.memory ?? null,
        restarts: its?.restartCount ?? null,
        ends: its ? endsIn(its) : [],
        mounts: container.volumeMounts.map(({ mountPath, name }) => ({ path: mountPath, volume: name })),
      };
    }),
    volumes: spec.volumes.flatMap(({ name, emptyDir }) =>
      emptyDir === undefined
        ? []
        : [{ name, inMemory: emptyDir?.medium === 'Memory', sizeLimitBytes: emptyDir?.sizeLimit ?? null }],
    ),
  };
}
