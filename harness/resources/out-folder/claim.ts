import { closeSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, systemCode } from '../../errors.ts';
import type { Environment } from '../../process/caller.ts';
import { onExit } from '../../process/on-exit.ts';
import { parseJson } from '../../text/json.ts';
import { isOwner } from '../line.ts';
import { stateOf, thisProcess } from '../owner.ts';
import { withRightsFor } from '../../files/rights.ts';
import { openNew } from '../../files/write-file.ts';

/** Lock file in a named results folder while a run writes there; holds the process, as in its ledger. */
export const lockName = '.running';

/** A lock younger than this and not yet readable is still being written. */
const youngMs = 2000;

/** Claims a folder for this process and returns its release; throws a usage Failure if another run has it. */
export function claim(env: Environment, folder: string): () => void {
  const lock = join(folder, lockName);
  withRightsFor(folder, env, () => {
    const descriptor = openFree(folder, lock, env);
    writeFileSync(descriptor, `${JSON.stringify(thisProcess())}\n`);
    closeSync(descriptor);
  });
  const unlock = () => withRightsFor(folder, env, () => rmSync(lock, { force: true }));
  const stayOnExit = onExit(unlock); // a second Ctrl-C ends this process in the middle of a run
  return () => {
    stayOnExit();
    unlock();
  };
}

/** Creates the lock, after removing that of a run that was killed. */
function openFree(folder: string, lock: string, env: Environment): number {
  try {
    return openNew(lock, env);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    refuseClaimed(folder);
    rmSync(lock, { force: true });
    return openNew(lock, env);
  }
}

/** Throws a usage Failure if a run that may still be alive has claimed a folder. */
export function refuseClaimed(folder: string): void {
  const lock = join(folder, lockName);
  const claimed = readClaim(lock);
  if (claimed === null) return;
  throw new Failure('usage', `The folder ${folder} is in use by ${claimed}.`, {
    hint: `Name another one with --out DIR, or wait. If that run is over: rm ${lock}`,
  });
}

/** Who has claimed a folder; null if nobody still does. */
function readClaim(lock: string): string | null {
  try {
    const owner = parseJson(readFileSync(lock, 'utf8'));
    if (!isOwner(owner))
      return Date.now() - statSync(lock).mtimeMs < youngMs ? 'a run that is just starting' : null;
    const state = stateOf(owner);
    if (state === 'dead') return null;
    const where = state === 'elsewhere' ? ` on ${owner.hostname}, or in another container` : '';
    return `the run of process ${owner.pid}${where}`;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
