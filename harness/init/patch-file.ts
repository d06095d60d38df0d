import { stringify } from 'yaml';
import { commentOf } from './comment.ts';
import type { OwnFile, PatchTarget } from './draft.ts';

/** A strategic merge patch of an object, for `kubectl apply -k`: what the object is, and what changes in its pod. */
export function patchFile(
  name: string,
  { apiVersion, kind, metadata, podSpecAt }: PatchTarget,
  podSpec: Record<string, unknown>,
  comment: string[],
): OwnFile {
  const changed = podSpecAt.reduceRight<Record<string, unknown>>((inner, key) => ({ [key]: inner }), podSpec);
  const head = comment.map((line) => `${commentOf(line)}\n`).join('');
  return {
    path: `patches/${name}.yaml`,
    text: `${head}${stringify({ apiVersion, kind, metadata, ...changed }, { singleQuote: true })}`,
    about: comment.join(' ').replace(/\.$/, ''),
  };
}
