import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../errors.ts';
import { missingFolders } from './folders.ts';
import { handOver, isThere, userGetsTo, withRightsFor } from './rights.ts';

type Env = Record<string, string | undefined>;

/** Makes a folder for what the user is to have, with those above it. */
export function makeOwnFolders(folder: string, env?: Env): void {
  for (const path of missingFolders(folder)) {
    try {
      makeOwnFolder(path, env);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || !isThere(path)) throw error; // another run has made it meanwhile
    }
  }
}

/**
 * Makes one folder that was not there; under `sudo` it belongs to the user behind it, who can add to it and remove it,
 * if that one gets there.
 */
export function makeOwnFolder(path: string, env?: Env): void {
  const make = () => {
    mkdirSync(path);
    if (!userGetsTo(path, env)) return;
    const descriptor = openSync(path, constants.O_DIRECTORY | constants.O_NOFOLLOW);
    handOver(descriptor, env);
    closeSync(descriptor);
  };
  withRightsFor(dirname(path), make, env);
}
