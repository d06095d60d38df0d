import { join } from 'node:path';
import type { CgroupLayout } from './cgroup-layout.ts';
import { readProc } from './procfs.ts';

/** v1 encodes "no limit" as the most pages that a long can count, more than any machine has. */
const noLimitBytes = 2 ** 60;

/** A limit by the text of its file; null if there is none (v2 says `max`). */
export function parseLimit(text: string): number | null {
  const bytes = Number(text);
  return bytes < noLimitBytes ? bytes : null;
}

/** A cgroup's own limit in bytes; null if it has none; undefined if it is gone, or is the root of v2. */
export function readLimit(cgroup: string, { limit }: CgroupLayout): number | null | undefined {
  const text = readProc(join(cgroup, limit));
  return text === null ? undefined : parseLimit(text);
}
