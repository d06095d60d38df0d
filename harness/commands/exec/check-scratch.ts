import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
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
  if (existsSync(directory)) refuseUnwritable(directory);
  else refuseUnwritable(dirname(directory));
  return { ...option, directory: existsSync(directory) ? realpathSync(directory) : directory };
}

function refuseUnwritable(directory: string): void {
  try {
    if (!statSync(directory).isDirectory()) throw new Failure('usage', `${directory} is no folder.`);
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new Failure('missing', `The scratch can't be in ${directory} (${code}).`, {
      hint: 'Name a folder that is there and can be written.',
      cause: error,
    });
  }
}
