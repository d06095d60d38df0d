import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import { makeOwnFolders } from '../files/own-folders.ts';
import { writeWholeFile } from '../files/write-file.ts';
import type { Environment } from '../process/caller.ts';
import { nameProblem } from '../scenario/schema.ts';
import type { OwnFile } from './draft.ts';

/** Throws a usage Failure if a folder can't become a scenario's: it has something in it, or a name that can't be. */
export function checkFolder(folder: string, name: string, shownAs: string): void {
  const problem = nameProblem(name);
  if (problem !== null)
    throw new Failure(
      'usage',
      `--out ${shownAs}: the folder's name ${JSON.stringify(name)} can't be: ${problem}.`,
    );
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw new Failure('usage', `--out ${shownAs}: it is there, and is no folder.`);
  if (readdirSync(folder).length > 0)
    throw new Failure('usage', `--out ${shownAs}: the folder is not empty.`, {
      hint: 'init overwrites nothing. Name another folder, or remove this one.',
    });
}

/** Writes the files, checks them by `check`, and removes them again if that throws. */
export function writeFolder(folder: string, files: OwnFile[], env: Environment, check: () => void): void {
  const written: string[] = [];
  try {
    makeOwnFolders(folder, env);
    for (const { path, text } of files) {
      const target = join(folder, path);
      makeOwnFolders(dirname(target), env);
      writeWholeFile(target, text, env);
      written.push(target);
    }
    check();
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    for (const path of [...new Set(written.map((one) => dirname(one))), folder]) removeEmpty(path);
    throw error;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw error;
  }
}
