import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../errors.ts';
import type { ExecScratch } from '../recording/exec-line.ts';
import { shmFolder } from '../scenario/media.ts';

const ownPrograms = ['/bin/sh', '/bin/mount', '/bin/umount'];
const kernelFolders = ['/proc', '/sys', '/dev'];

/** What is mounted for the command alone, outermost first: its own /dev/shm, if any, and its scratch. */
export function freshFolders(scratch: readonly ExecScratch[], shmBytes: number | null): ExecScratch[] {
  if (shmBytes === null) return [...scratch];
  return [{ medium: 'memory', directory: shmFolder, sizeBytes: shmBytes }, ...scratch];
}

/** One of `freshFolders`, as the user named it. */
export function hiderWords({ directory }: ExecScratch, scratch: readonly ExecScratch[]): string {
  const isNamed = scratch.some((one) => one.directory === directory);
  return isNamed ? `--scratch memory:${directory}` : `the command's own ${directory}`;
}

/** The innermost memory-backed scratch containing a path; the command can't see what was there before. */
export function hiderOf(scratch: readonly ExecScratch[], path: string): ExecScratch | undefined {
  return scratch.findLast(({ medium, directory }) => medium === 'memory' && isIn(directory, path));
}

/** Mounting over the kernel's folders or the tool's own programs would hide what runs and measures. */
export function refuseToHideTool(directory: string): void {
  const isKernels = kernelFolders.some((root) => isIn(root, directory)) && !isIn('/dev/shm', directory);
  const hidden = [process.execPath, ...ownPrograms].find((path) => liesIn(directory, path));
  if (!isKernels && hidden === undefined) return;
  const why = isKernels ? 'it belongs to the kernel' : `that would hide ${hidden}, which the tool needs`;
  throw new Failure('usage', `Memory-backed scratch can't be in ${directory}: ${why}.`, {
    hint: 'Name the folder that the program writes to, such as memory:/tmp/scratch.',
  });
}

/** They start empty, so the command itself can't be inside one. */
export function refuseHiddenProgram(
  program: string,
  scratch: readonly ExecScratch[],
  shmBytes: number | null,
): void {
  const fresh = freshFolders(scratch, shmBytes);
  const hider = hiderOf(fresh, program) ?? hiderOf(fresh, realpathSync(program));
  if (!hider) return;
  throw new Failure('usage', `${program} is hidden by ${hiderWords(hider, scratch)}.`, {
    hint: 'It starts empty: name a command outside it, or a scratch folder further down.',
  });
}

export function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'));
}

function liesIn(folder: string, path: string): boolean {
  return isIn(folder, path) || (existsSync(path) && isIn(folder, realpathSync(path)));
}
