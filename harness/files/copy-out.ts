import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeOwnFolders } from './own-folders.ts';
import { writeWholeFile } from './write-file.ts';

/**
 * Copies a file or folder from the run's work folder, the only place where root programs write, to where the user
 * wants it. Skips links, which may lead to what the user can't read.
 */
export function copyOut(source: string, target: string): void {
  const stat = lstatSync(source, { throwIfNoEntry: false });
  if (stat?.isDirectory())
    for (const name of readdirSync(source)) copyOut(join(source, name), join(target, name));
  if (!stat?.isFile()) return;
  makeOwnFolders(dirname(target));
  writeWholeFile(target, readFileSync(source));
}
