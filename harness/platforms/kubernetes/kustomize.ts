import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';

/** A Kubernetes object, as parsed from its YAML. */
export type Manifest = Record<string, unknown>;

/** The subset of kustomization that our overlays use. https://kubectl.docs.kubernetes.io/references/kustomize/ */
const kustomization = z.strictObject({
  apiVersion: z.string(),
  kind: z.literal('Kustomization'),
  resources: z.array(z.string()),
  patches: z.array(z.strictObject({ path: z.string() })).default([]),
});

/** The objects of a kustomization, as `kubectl kustomize FOLDER` prints them, without kubectl. */
export function readKustomization(folder: string): Manifest[] {
  const file = join(folder, 'kustomization.yaml');
  const { resources, patches } = kustomization.parse(parse(readFileSync(file, 'utf8')));
  const objects = resources.flatMap((name) => {
    const path = join(folder, name);
    return name.endsWith('.yaml') ? readManifests(path) : readKustomization(path);
  });
  return patches.flatMap(({ path }) => readManifests(join(folder, path))).reduce(patched, objects);
}

function readManifests(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
}

function patched(objects: Manifest[], patch: Manifest): Manifest[] {
  return objects.map((object) => (isOf(patch, object) ? (merged(object, patch) as Manifest) : object));
}

function isOf(patch: Manifest, { kind, metadata }: Manifest): boolean {
  return patch['kind'] === kind && (patch['metadata'] as Named).name === (metadata as Named).name;
}

/** A strategic merge: null removes, and list items are matched by name. */
function merged(old: unknown, patch: unknown): unknown {
  if (Array.isArray(patch) && Array.isArray(old)) {
    const names = new Set([...old, ...patch].map((item: Named) => item.name));
    const itemOf = (list: unknown[], name: string) => (list as Named[]).find((item) => item.name === name);
    return [...names].map((name) => merged(itemOf(old, name), itemOf(patch, name)));
  }
  if (!isObject(patch) || !isObject(old)) return patch ?? old;
  const keys = Object.keys({ ...old, ...patch }).filter((key) => patch[key] !== null);
  return Object.fromEntries(keys.map((key) => [key, merged(old[key], patch[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Named {
  name: string;
}
