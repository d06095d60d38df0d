import { accessSync, constants, existsSync, mkdirSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import type { ExecScratch } from '../recording/exec-line.ts';
import { findDisk } from '../kernel/disk.ts';
import { hiderOf, refuseToHideTool } from './hidden.ts';
import type { ScratchOption } from './options.ts';

/**
 * The scratch folders as absolute paths, outermost first. Throws a Failure unless each will do: a disk one must
 * exist, be on a disk file system, and be writable; a memory-backed one may be created, inside an existing folder
 * or another scratch.
 */
export function checkScratch(options: readonly ScratchOption[], cwd: string): ExecScratch[] {
  const found: ExecScratch[] = [];
  const absolute = options.map((option) => ({ ...option, directory: resolve(cwd, option.directory) }));
  for (const option of absolute.toSorted(outerFirst)) {
    const scratch = option.medium === 'disk' ? onDisk(option.directory, cwd) : inMemory(option, found);
    refuseHidden(scratch, found);
    found.push(scratch);
  }
  return found.toSorted(outerFirst);
}

function onDisk(named: string, cwd: string): ExecScratch {
  const { directory } = findDisk(named, cwd, '--scratch disk:DIR');
  refuseUnwritable(directory);
  return { medium: 'disk', directory: realpathSync(directory) };
}

type InMemory = Extract<ScratchOption, { medium: 'memory' }>;

function inMemory(option: InMemory, outer: readonly ExecScratch[]): ExecScratch {
  const { directory } = option;
  if (hiderOf(outer, directory)) return option;
  refuseToHideTool(directory);
  if (!existsSync(directory)) return { ...option, directory: couldBeMade(directory) };
  refuseUnwritable(directory);
  const path = realpathSync(directory);
  refuseToHideTool(path);
  return { ...option, directory: path };
}

function refuseHidden(scratch: ExecScratch, outer: readonly ExecScratch[]): void {
  const twin = outer.find(({ directory }) => directory === scratch.directory);
  const hider = twin ?? (scratch.medium === 'disk' ? hiderOf(outer, scratch.directory) : undefined);
  if (!hider) return;
  const [own, other] = [scratch, hider].map(({ medium, directory }) => `--scratch ${medium}:${directory}`);
  throw new Failure('usage', `${own} and ${other} can't be used together.`, {
    hint: 'Name each folder once, and put disk scratch outside memory-backed scratch.',
  });
}

/** Only trying gives a sure answer. */
function couldBeMade(directory: string): string {
  attempt(directory, () => mkdirSync(directory));
  const path = realpathSync(directory);
  rmdirSync(directory);
  return path;
}

function refuseUnwritable(directory: string): void {
  if (existsSync(directory) && !statSync(directory).isDirectory())
    throw new Failure('usage', `${directory} is not a folder.`);
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

function outerFirst(a: { directory: string }, b: { directory: string }): number {
  return depth(a.directory) - depth(b.directory);
}

function depth(path: string): number {
  return path.split('/').filter(Boolean).length;
}
