import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Failure, tolerate } from '../errors.ts';
import type { FoundManifests } from './manifests-draft.ts';
import { formsHint, parseObjects, readObjects, type KubernetesObject } from './objects.ts';
import type { ClusterPrograms } from './programs.ts';

const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Reads files, folders and kustomizations; the scenario names them where they are. */
export async function findManifests(
  named: readonly string[],
  { cwd, folder, programs }: { cwd: string; folder: string; programs: ClusterPrograms },
): Promise<FoundManifests> {
  const objects: KubernetesObject[] = [];
  const paths: string[] = [];
  for (const name of named) {
    const path = placeOf(resolve(cwd, name));
    objects.push(...(await objectsAt(path, name, programs)));
    paths.push(seenFrom(folder, path));
  }
  return { objects, paths, shownAs: named.join(', ') };
}

/** A kustomization is named by its folder. */
function placeOf(path: string): string {
  return kustomizations.includes(basename(path)) ? dirname(path) : path;
}

async function objectsAt(
  path: string,
  shownAs: string,
  programs: ClusterPrograms,
): Promise<KubernetesObject[]> {
  if (!statSync(path).isDirectory()) return readObjects(path, shownAs);
  const names = readdirSync(path).toSorted();
  if (names.some((name) => kustomizations.includes(name)))
    return parseObjects(await programs.kustomize(path), shownAs);
  const files = names.filter((name) => /\.(?:ya?ml|json)$/.test(name));
  if (files.length === 0)
    throw new Failure('usage', `${shownAs} has no manifests: no .yaml, .yml or .json.`, { hint: formsHint });
  return files.flatMap((name) => readObjects(join(path, name), join(shownAs, name)));
}

/** A path as seen from a folder; of something in it, too. */
export function seenFrom(folder: string, path: string): string {
  return relative(folder, path) || '.';
}

/** Whether a path leads to something that is there. */
export function isThere(path: string): boolean {
  return tolerate(['ENOENT', 'ENOTDIR'], () => statSync(path), null) !== null;
}
