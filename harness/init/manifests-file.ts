import { stringify } from 'yaml';
import { commentOf } from './comment.ts';
import type { OwnFile } from './draft.ts';
import type { KubernetesObject } from './objects.ts';
import { withoutSecret } from './secrets.ts';

export const manifestsFile = 'manifests.yaml';

/** Objects that no file of the user has, as one of the scenario's; without secrets. */
export function manifestsFileOf(objects: KubernetesObject[], madeBy: string): OwnFile {
  const documents = objects.map((object) => stringify(withoutSecret(object), { lineWidth: 110 }));
  return {
    path: manifestsFile,
    text: `${commentOf(`Made by: ${madeBy}`)}\n${documents.join('---\n')}`,
    about: 'the objects of the app',
  };
}

/** What became of the Secrets among objects, for the user. */
export function secretsLeft(objects: KubernetesObject[]): string[] {
  const names = objects.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.name);
  if (names.length === 0) return [];
  return [`the values of the Secret ${names.join(', ')}: ${manifestsFile} has placeholders`];
}
