import { accessSync, constants, existsSync, mkdirSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure, systemCode } from '../../errors.ts';
import type { ExecScratch } from '../../recording/exec-line.ts';
import { findDisk } from '../../platforms/cgroup/disk.ts';
import type { ScratchOption } from './options.ts';

/**
 * The scratch folder as an absolute path, once it is known to do: one on a disk is a folder that is there,
 * on a disk file system, and can be written; a memory-backed one may be made, in a folder that is there.
 */
export function checkScratch(option: ScratchOption | undefined, cwd: string): ExecScratch | null {
  if (option === undefined) return null;
  const directory = resolve(cwd, option.directory);
  if (option.medium === 'disk') {
    const found = findDisk(directory, cwd, '--scratch disk:DIR');
    refuseUnwritable(found.directory);
    return { medium: 'disk', directory: realpathSync(found.directory) };
  }
  if (directory === '/') throw new Failure('usage', "Memory-backed scratch can't be the root folder.");
  if (!existsSync(directory)) return { ...option, directory: couldBeMade(directory) };
  refuseUnwritable(directory);
  return { ...option, directory: realpathSync(directory) };
}

/** Tried, for no other question has a sure answer: /proc is writable to root, and no folder can be made there. */
function couldBeMade(directory: string): string {
  attempt(directory, () => mkdirSync(directory));
  const path = realpathSync(directory);
  rmdirSync(directory);
  return path;
}

function refuseUnwritable(directory: string): void {
  if (existsSync(directory) && !statSync(directory).isDirectory())
    throw new Failure('usage', `${directory} is no folder.`);
  attempt(directory, () => accessSync(directory, constants.W_OK));
}

function attempt(directory: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new Failure('missing', `The scratch can't be in ${directory} (${code}).`, {
      hint: 'Name a folder that is there and can be written, or one that can be made in such a folder.',
      cause: error,
    });
  }
}
