import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../errors.ts';
import { missingFolders } from './folders.ts';
import type { Environment } from '../process/caller.ts';
import { handOver, isThere, userGetsTo, withRightsFor } from './rights.ts';

/** Makes a folder for the user's results, with its parents. */
export function makeOwnFolders(folder: string, env?: Environment): void {
  for (const path of missingFolders(folder)) {
    try {
      makeOwnFolder(path, env);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || !isThere(path)) throw error; // another run has just made it
    }
  }
}

/**
 * Makes one new folder; under `sudo` it belongs to the user behind it, who can add to it and remove it, if that
 * user can reach it.
 */
export function makeOwnFolder(path: string, env?: Environment): void {
  const make = () => {
    mkdirSync(path);
    if (!userGetsTo(path, env)) return;
    const descriptor = openSync(path, constants.O_DIRECTORY | constants.O_NOFOLLOW);
    handOver(descriptor, env);
    closeSync(descriptor);
  };
  withRightsFor(dirname(path), env, make);
}
