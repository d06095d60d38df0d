import { Failure } from '../errors.ts';
import type { ExecScratch } from '../recording/exec-line.ts';
import type { ExecOptions } from './options.ts';
import { shmBytes, shmFolder } from '../scenario/media.ts';

/**
 * Size of the command's own /dev/shm: as requested, or a pod's default; null if a scratch of the user's takes its
 * place. Throws a usage Failure if both were asked for.
 */
export function checkShm(
  { shmBytes: asked }: Pick<ExecOptions, 'shmBytes'>,
  scratch: readonly ExecScratch[],
): number | null {
  const isTaken = scratch.some(({ medium, directory }) => medium === 'memory' && directory === shmFolder);
  if (!isTaken) return asked ?? shmBytes;
  if (asked === undefined) return null;
  throw new Failure('usage', `--shm-size has no effect beside --scratch memory:${shmFolder}.`, {
    hint: `Give the size after the folder: --scratch memory:${shmFolder}:SIZE.`,
  });
}
