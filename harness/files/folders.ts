import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../errors.ts';
import { isThere } from './rights.ts';

/**
 * Makes a folder, with those above it. Not by the recursive mkdir of Node 20, which tries for ever below /proc and
 * where a link leads nowhere.
 */
export function makeFolders(folder: string, mode = 0o777): void {
  for (const path of missingFolders(folder)) makeFolder(path, mode);
}

/** A folder and those above it that are not there, the topmost first. */
export function missingFolders(folder: string): string[] {
  return isThere(folder) ? [] : [...missingFolders(dirname(folder)), folder];
}

/** Makes one folder, unless somebody else has made it meanwhile. */
function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}
