import * as z from 'zod';
import { Failure } from '../errors.ts';
import { parseYaml, readYaml } from './read-yaml.ts';

const object = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.unknown()).nullish(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
    ownerReferences: z
      .array(z.looseObject({ kind: z.string(), name: z.string(), controller: z.boolean().optional() }))
      .nullish(),
  }),
});

/** A Kubernetes object, with all that it says. */
export type KubernetesObject = z.output<typeof object>;

/** The objects of a file; a usage Failure if something in it is none. */
export function readObjects(path: string, shownAs: string): KubernetesObject[] {
  return objectsOf(readYaml(path, shownAs), shownAs);
}

/** The same of a text, such as a program prints. */
export function parseObjects(text: string, shownAs: string): KubernetesObject[] {
  return objectsOf(parseYaml(text, shownAs), shownAs);
}

function objectsOf(documents: unknown[], shownAs: string): KubernetesObject[] {
  return documents.flatMap((document) => {
    const items = itemsOf(document);
    if (items !== null) return objectsOf(items, shownAs);
    const parsed = object.safeParse(document);
    if (parsed.success) return [parsed.data];
    const [issue] = parsed.error.issues;
    const at = issue?.path.join('.');
    throw new Failure('usage', `${shownAs} has something that is no Kubernetes object.`, {
      hint: `${at ? `${at}: ` : ''}${issue?.message ?? ''}\n${formsHint}`,
    });
  });
}

/** What else a user may have meant. */
export const formsHint = `It takes manifests, a kustomization, a Helm chart, a compose file, image NAME, pod/NAME, or -- COMMAND.`;

const list = z.object({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });

function itemsOf(document: unknown): unknown[] | null {
  const parsed = list.safeParse(document);
  return parsed.success ? parsed.data.items : null;
}
