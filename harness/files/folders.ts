import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../errors.ts';
import { isThere } from './rights.ts';

/**
 * Makes a folder and its parents. Node 20's recursive mkdir would loop for ever below /proc and at dangling links.
 */
export function makeFolders(folder: string, mode = 0o777): void {
  for (const path of missingFolders(folder)) makeFolder(path, mode);
}

/** A folder and its parents that do not exist, topmost first. */
export function missingFolders(folder: string): string[] {
  return isThere(folder) ? [] : [...missingFolders(dirname(folder)), folder];
}

/** Makes one folder, unless someone else has just made it. */
function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}
