import { accessSync, constants, lstatSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import { makeFolders } from '../files/folders.ts';
import type { Environment } from '../process/caller.ts';
import { refuseSwappable } from '../files/swappable.ts';

/**
 * The one folder for a user's ledgers on this host; REPRO_STATE_DIR overrides it. It survives a reboot, as do
 * volumes, clusters and folders on a disk.
 */
export function stateFolder(env: Environment, uid = process.getuid?.()): string {
  if (env['REPRO_STATE_DIR']) return resolve(env['REPRO_STATE_DIR']);
  if (uid === 0) return '/var/lib/not-a-leak';
  return join(env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local/state'), 'not-a-leak');
}

/** Makes it if missing; throws a Failure of kind `missing` if it can't be used. */
export function makeStateFolder(env: Environment): string {
  const folder = stateFolder(env);
  try {
    makeFolders(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (!systemCode(error)) throw error;
    throw new Failure(
      'missing',
      `What a run makes can't be written down in ${folder} (${systemCode(error)}).`,
      { hint: 'Name another folder: REPRO_STATE_DIR=DIR', cause: error },
    );
  }
  refuseOthers(realpathSync(folder)); // a link's permissions say nothing about its target
  refuseSwappable(folder, 'REPRO_STATE_DIR', env);
  return folder;
}

/** A ledger says what to run and remove: don't trust one that anyone but its user and root can write. */
export function refuseOthers(path: string): void {
  const { uid, mode } = lstatSync(path);
  const own = process.getuid?.() ?? uid;
  if ((uid === own || uid === 0) && (mode & 0o022) === 0) return;
  throw new Failure('missing', `${path} can't be trusted: other users can write to it.`, {
    hint: `As its owner: chmod go-w ${path}; or name another folder: REPRO_STATE_DIR=DIR`,
  });
}
