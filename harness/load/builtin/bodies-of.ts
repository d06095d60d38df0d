import { readFileSync } from 'node:fs';
import { bodyMaker } from '../bodies.ts';
import type { LoadSettings } from './settings.ts';

/** What request `index` sends; null if they send nothing. */
export type BodyOf = ((index: number) => Buffer) | null;

/** The bodies of a load: a file's content each time, or seeded bytes. Throws if the file can't be read. */
export function bodiesOf({ bodyFile, bodyBytes, seed }: LoadSettings): BodyOf {
  if (bodyFile !== null) {
    const content = readFileSync(bodyFile);
    return () => content;
  }
  return bodyBytes === null ? null : bodyMaker(seed, bodyBytes);
}
