import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeOwnFolders } from './own-folders.ts';
import { writeWholeFile } from './write-file.ts';

/**
 * Copies a file, or a folder with all that is in it, from the run's work folder to where the user has it: programs that
 * run as root write in the one alone. Links are left out, for they may lead to what the user may not read.
 */
export function copyOut(source: string, target: string): void {
  const stat = lstatSync(source, { throwIfNoEntry: false });
  if (stat?.isDirectory())
    for (const name of readdirSync(source)) copyOut(join(source, name), join(target, name));
  if (!stat?.isFile()) return;
  makeOwnFolders(dirname(target));
  writeWholeFile(target, readFileSync(source));
}
