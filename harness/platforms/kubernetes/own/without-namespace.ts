import { isMap, parseAllDocuments } from 'yaml';

/**
 * A patch that finds its target by kind and name alone, as all objects are moved to one namespace. Its values stay
 * as written: read as plain text, 0644 remains what kubectl takes for octal.
 */
export function withoutNamespace(patch: string): string {
  const documents = parseAllDocuments(patch, { schema: 'failsafe' });
  const namespaced = documents.filter((one) => one.hasIn(['metadata', 'namespace']));
  if (namespaced.length === 0) return patch;
  for (const document of namespaced) {
    const metadata = document.get('metadata');
    if (isMap(metadata)) metadata.delete('namespace');
  }
  return documents.map((document) => document.toString()).join('---\n');
}
