import { inert } from '../text/inert.ts';

/** A comment of YAML, in one line whatever it says: a name from outside must not become a key. */
export function commentOf(text: string): string {
  return `# ${inert(text)}`;
}
