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
  /** Lets other runs have it. Safe to call again. */
  release: () => void;
}

/** Who makes a folder, with what rights, and where it is seen from. */
type Maker = Pick<Caller, 'cwd' | 'env'>;

/**
 * Makes the folder of a run: `out`, or a new one below repro-out with `latest` pointing at it. What an earlier run
 * left in it goes, so that it is not taken for this one's. Throws a usage Failure where it can take no files, holds
 * those of others, or is another run's.
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

/** Makes the folder of one run of several in that of them all, who has it. */
export function makeSubfolder({ env }: Maker, folder: string, name: string): OutFolder {
  const path = join(folder, name);
  return refusing(path, () => {
    makeOwnFolder(path, env);
    return { path, release: () => undefined };
  });
}

/** Throws what `makeOutFolder` would of a folder that is named, as far as that can be told without making it. */
export function refuseOutFolder({ cwd }: Pick<Caller, 'cwd'>, out: string | undefined): void {
  if (out === undefined) return;
  const folder = resolve(cwd, out);
  refusing(folder, () => {
    refuseOddPlace(folder);
    refuseClaimed(folder);
    refuseForeign(folder);
  });
}

/** By UTC, and apart from any other that begins in the same second. */
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
    withRightsFor(folder, () => removeEarlierRun(folder), env);
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

/** Whether a folder can be written is not always told by its rights. */
function tryFile(folder: string, env: Environment): void {
  const path = join(folder, partialName);
  withRightsFor(
    folder,
    () => {
      closeSync(openNew(path));
      rmSync(path);
    },
    env,
  );
}

function pointLatestAt(env: Environment, folder: string, link: string): void {
  const newLink = `${link}.${randomBytes(4).toString('hex')}`;
  const point = () => {
    symlinkSync(relative(dirname(link), folder), newLink);
    renameSync(newLink, link);
  };
  withRightsFor(dirname(link), point, env);
}

/** What the system refuses is the user's to mend. */
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
