import { parseJson } from '../../text/json.ts';
import type { ClusterAsker } from './cluster-asker.ts';

/** A verb on a kind of object; in no namespace, it is meant for all of them. */
export interface Access {
  verb: string;
  resource: string;
  subresource?: string;
  namespace?: string;
}

/** Those that this user lacks, as the API server says. Where it says nothing, such as in time, trying will tell. */
export async function lackedOf(ask: ClusterAsker, accesses: Access[]): Promise<Access[]> {
  if (accesses.length === 0) return [];
  const items = accesses.map((resourceAttributes) => ({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  }));
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const answers = ['create', '--filename', '-', '--output', 'jsonpath={.status.allowed}{"\\n"}'];
  const { stdout } = await ask.try(answers, { input, timeoutMs: 10_000 });
  const allowed = stdout.trim().split('\n').map(parseJson);
  return accesses.filter((_, index) => allowed[index] === false);
}

/** `create pods/exec in shop` */
export function wordsOf({ verb, resource, subresource, namespace }: Access): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verb} ${what}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
