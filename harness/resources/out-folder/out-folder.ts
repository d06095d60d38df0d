import { randomBytes } from 'node:crypto';
import { closeSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure, systemCode } from '../../errors.ts';
import type { Caller, Environment } from '../../process/caller.ts';
import { makeOwnFolder, makeOwnFolders } from '../../files/own-folders.ts';
import { partialName } from '../../recording/write.ts';
import { withRightsFor } from '../../files/rights.ts';
import { openNew } from '../../files/write-file.ts';
import { claim, refuseClaimed } from './claim.ts';
import { recordingsIn, refuseForeign, removeEarlierRun } from './earlier-run.ts';
import { refuseOddPlace } from './odd-places.ts';

/** Where a run writes its recording, reports and logs. */
export interface OutFolder {
  path: string;
  /** Lets other runs have it. Idempotent. */
  release: () => void;
}

/** Whose folder it is, and how its path is resolved. */
type Maker = Pick<Caller, 'cwd' | 'env'>;

/**
 * Makes a run's folder: `out`, or a new one under repro-out with `latest` pointing at it. Removes results of an
 * earlier run, which could be mistaken for this one's. Throws a usage Failure if the folder can't be written, holds
 * other files, or belongs to another run.
 */
export function makeOutFolder(
  maker: Maker,
  out: string | undefined,
  name: string,
  startedAt: Date,
): OutFolder {
  const { cwd, env } = maker;
  const own = join(cwd, 'repro-out', name, nameOf(startedAt));
  const path = out === undefined ? own : resolve(cwd, out);
  return refusing(path, () => {
    if (out !== undefined) return { path, release: takeOver(maker, path, startedAt) };
    makeOwnFolders(dirname(path), env);
    makeOwnFolder(path, env);
    pointLatestAt(env, path, join(cwd, 'repro-out', 'latest'));
    tryFile(path, env);
    return { path, release: () => undefined };
  });
}

/** Makes the folder of one repeat inside the folder of them all, whose claim covers it. */
export function makeSubfolder({ env }: Maker, folder: string, name: string): OutFolder {
  const path = join(folder, name);
  return refusing(path, () => {
    makeOwnFolder(path, env);
    return { path, release: () => undefined };
  });
}

/** Throws what `makeOutFolder` would for a named folder, as far as can be told without making it. */
export function refuseOutFolder({ cwd }: Pick<Caller, 'cwd'>, out: string | undefined): void {
  if (out === undefined) return;
  const folder = resolve(cwd, out);
  refusing(folder, () => {
    refuseOddPlace(folder);
    refuseClaimed(folder);
    refuseForeign(folder);
  });
}

/** In UTC, and distinct from runs that begin in the same second. */
function nameOf(startedAt: Date): string {
  return `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
}

function takeOver(maker: Maker, folder: string, startedAt: Date): () => void {
  const { env } = maker;
  refuseOutFolder(maker, folder);
  makeOwnFolders(folder, env);
  const release = claim(env, folder);
  try {
    refuseForeign(folder);
    refuseNewer(folder, startedAt);
    withRightsFor(folder, env, () => removeEarlierRun(folder));
    tryFile(folder, env);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

/** Another run may have come and gone while this one waited for its turn. */
function refuseNewer(folder: string, startedAt: Date): void {
  if (recordingsIn(folder).every((path) => statSync(path).mtime < startedAt)) return;
  throw new Failure('usage', `The folder ${folder} has received another run's results in the meantime.`, {
    hint: 'Give each run a folder of its own with --out DIR.',
  });
}

/** Permissions alone do not always tell whether a folder can be written. */
function tryFile(folder: string, env: Environment): void {
  const path = join(folder, partialName);
  withRightsFor(folder, env, () => {
    closeSync(openNew(path));
    rmSync(path);
  });
}

function pointLatestAt(env: Environment, folder: string, link: string): void {
  const newLink = `${link}.${randomBytes(4).toString('hex')}`;
  withRightsFor(dirname(link), env, () => {
    symlinkSync(relative(dirname(link), folder), newLink);
    renameSync(newLink, link);
  });
}

/** Turns the system's refusal into a usage Failure. */
function refusing<T>(folder: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!systemCode(error)) throw error;
    throw new Failure('usage', `The folder ${folder} can't take the results (${systemCode(error)}).`, {
      hint: 'Name another one with --out DIR.',
      cause: error,
    });
  }
}
