import { randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../process/caller.ts';
import { handOver, withRightsFor } from './rights.ts';

/** Writes a file completely or not at all. Replaces whatever has its name; of a link, the link itself. */
export function writeWholeFile(path: string, content: string | Uint8Array, env?: Environment): void {
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
  withRightsFor(dirname(path), env, () => {
    const descriptor = openNew(partial, env);
    try {
      writeFileSync(descriptor, content);
      renameSync(partial, path);
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Creates a new file for writing; never follows a link. */
export function openNew(path: string, env?: Environment): number {
  const descriptor = openSync(path, 'wx'); // O_EXCL follows no link (open(2))
  handOver(descriptor, env);
  return descriptor;
}
