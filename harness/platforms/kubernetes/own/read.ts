import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { tryProgram } from '../../../process/run-program.ts';
import type { ManifestsApp } from '../../../scenario/app-schema.ts';
import { scenarioFailure } from '../../../scenario/problems.ts';
import type { Arm } from '../../../scenario/types.ts';
import type { KubectlProgram } from '../kubectl.ts';
import type { Manifest } from '../kustomize.ts';
import { inOneNamespace } from './one-namespace.ts';
import { withoutNamespace } from './without-namespace.ts';
import { sourcesAt, yamlAt } from './sources.ts';

/** The file that a source, or what is patched, is copied to. */
const ownCopy = 'objects.yaml';

/**
 * The objects of an app by manifests, with the arm's patches, all without a namespace. kubectl's own kustomize reads
 * and patches them, so that everything means what it means to Kubernetes; it works on copies in `workFolder`. Throws
 * a usage Failure that points at the scenario's key.
 */
export async function readObjects(
  arm: Arm,
  app: ManifestsApp,
  kubectl: KubectlProgram,
  workFolder: string,
): Promise<{ objects: Manifest[]; leftOut: string[] }> {
  const folder = join(workFolder, 'manifests', arm.id.replace('/', '-'));
  mkdirSync(folder, { recursive: true });
  const read = await originals(arm, app, kubectl, folder);
  const { objects, leftOut } = inOneNamespace(read, `${arm.locate(['app', 'manifests'])}: app.manifests`);
  return { objects: await patched(arm, objects, kubectl, folder), leftOut };
}

async function originals(
  arm: Arm,
  { manifests }: ManifestsApp,
  kubectl: KubectlProgram,
  folder: string,
): Promise<Manifest[]> {
  const objects: Manifest[] = [];
  for (const [index, path] of manifests.entries()) {
    const where = `${arm.locate(['app', 'manifests', String(index)])}: app.manifests`;
    for (const source of sourcesAt(resolve(arm.folder, path), path, where)) {
      const shown = `${where}: ${source.shownAs}`;
      if (source.isKustomization) objects.push(...(await built(kubectl, source.path, shown)));
      else {
        const copies = { [ownCopy]: yamlAt(source.path, shown) };
        const kustomization = kustomizationIn(join(folder, `source-${objects.length}`), copies, []);
        objects.push(...(await built(kubectl, kustomization, shown)));
      }
    }
  }
  return objects;
}

/** Patches are applied one by one, so that the one that does not apply is known. */
async function patched(
  arm: Arm,
  objects: Manifest[],
  kubectl: KubectlProgram,
  folder: string,
): Promise<Manifest[]> {
  let result = objects;
  for (const [index, path] of (arm.setup.patch ?? []).entries()) {
    const where = `${arm.locate(['patch', String(index)])}: patch: ${path}`;
    const copies = {
      [ownCopy]: result.map((object) => JSON.stringify(object)).join('\n---\n'),
      'patch.yaml': withoutNamespace(yamlAt(resolve(arm.folder, path), where)),
    };
    const kustomization = kustomizationIn(join(folder, `patch-${index}`), copies, ['patch.yaml']);
    result = await built(kubectl, kustomization, where);
  }
  return result;
}

/** Writes a kustomization of `ownCopy`. */
function kustomizationIn(folder: string, files: Record<string, string>, patches: string[]): string {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const content = { resources: [ownCopy], patches: patches.map((path) => ({ path })) };
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(content));
  return folder;
}

async function built({ kubectl, env }: KubectlProgram, folder: string, where: string): Promise<Manifest[]> {
  const { exitCode, stdout, stderr } = await tryProgram([kubectl, 'kustomize', folder], { env });
  if (exitCode !== 0) throw scenarioFailure([`${where}: ${reasonOf(stderr, folder)}`]);
  return parseAllDocuments(stdout).flatMap((one) => {
    const object = one.toJS() as Manifest | null;
    return object === null ? [] : [object];
  });
}

/** kustomize's reason, without the words that only its own folder explains. */
function reasonOf(stderr: string, folder: string): string {
  const text = stderr
    .trim()
    .replaceAll(`${folder}/`, '')
    .replace(/^error: /, '');
  const target = /no matches for Id (\w+)\.[^ ;]*?\/([^. ;]+)\./.exec(text);
  if (target) return `there is no ${target[1]} "${target[2]}" to patch`;
  const [, file = '', why] =
    /err='accumulating resources from '([^']+)': (.*?)': must build/s.exec(text) ?? [];
  if (why !== undefined) return file === ownCopy ? why : `${file}: ${why}`;
  return text.split('\n').slice(0, 5).join(' ') || 'kustomize could not build it';
}
