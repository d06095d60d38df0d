import { randomBytes } from 'node:crypto';
import { closeSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import type { Host } from '../process/host.ts';
import { makeOwnFolder, makeOwnFolders } from '../files/own-folders.ts';
import { partialName } from '../recording/write.ts';
import { withRightsFor } from '../files/rights.ts';
import { openNew } from '../files/write-file.ts';
import { claim, refuseClaimed } from './claim.ts';
import { recordingsIn, refuseForeign, removeEarlierRun } from './earlier-run.ts';
import { refuseOddPlace } from './odd-places.ts';

/**
 * Makes the folder of a run: `--out`, or a new one below repro-out with `latest` pointing at it. What an earlier run
 * left in it goes, so that it is not taken for this one's. It is this run's until this process ends. Throws a usage
 * Failure where it can take no files, holds those of others, or is another run's.
 */
export function makeOutFolder(host: Host, out: string | undefined, name: string, startedAt: Date): string {
  const own = join(host.cwd, 'repro-out', name, nameOf(startedAt));
  const folder = out === undefined ? own : resolve(host.cwd, out);
  return refusing(folder, () => {
    if (out !== undefined) takeOver(host, folder, startedAt);
    else {
      makeOwnFolders(dirname(folder), host.env);
      makeOwnFolder(folder, host.env);
      pointLatestAt(host, folder, join(host.cwd, 'repro-out', 'latest'));
    }
    withRightsFor(folder, () => tryFile(join(folder, partialName)), host.env);
    return folder;
  });
}

/** Makes the folder of one run of several in that of them all. */
export function makeSubfolder(host: Host, folder: string, name: string): string {
  const path = join(folder, name);
  return refusing(path, () => {
    makeOwnFolder(path, host.env);
    return path;
  });
}

/** Throws what `makeOutFolder` would of a folder that is named, as far as that can be told without making it. */
export function refuseOutFolder(host: Host, out: string | undefined): void {
  if (out === undefined) return;
  const folder = resolve(host.cwd, out);
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

function takeOver(host: Host, folder: string, startedAt: Date): void {
  refuseOutFolder(host, folder);
  makeOwnFolders(folder, host.env);
  claim(host, folder);
  refuseForeign(folder);
  refuseNewer(folder, startedAt);
  withRightsFor(folder, () => removeEarlierRun(folder), host.env);
}

/** Another run may have come and gone while this one waited for its turn. */
function refuseNewer(folder: string, startedAt: Date): void {
  if (recordingsIn(folder).every((path) => statSync(path).mtime < startedAt)) return;
  throw new Failure('usage', `The folder ${folder} has received another run's results in the meantime.`, {
    hint: 'Give each run a folder of its own with --out DIR.',
  });
}

/** Whether a folder can be written is not always told by its rights. */
function tryFile(path: string): void {
  closeSync(openNew(path));
  rmSync(path);
}

function pointLatestAt({ env }: Host, folder: string, link: string): void {
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
