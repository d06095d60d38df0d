import { statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, systemCode } from '../errors.ts';
import { isRequests } from './load-schema.ts';
import { mebibyte } from './measures.ts';
import { ownFileProblem } from './own-file.ts';
import type { Problem } from './problems.ts';
import type { Arm } from './types.ts';

/** As much as `body` may have. */
const mostBodyBytes = 64 * mebibyte;

/** Files that a load names and that can't be used. */
export function namedFileProblems({ setup: { load }, folder }: Pick<Arm, 'setup' | 'folder'>): Problem[] {
  if (!isRequests(load)) return [];
  return (['script', 'bodyFile'] as const).flatMap((key) => {
    const file = load[key];
    const problem = file === undefined ? null : problemOf(join(folder, file), folder, key === 'bodyFile');
    return problem === null ? [] : [{ path: ['load', key], message: `load.${key}: "${file}" ${problem}` }];
  });
}

function problemOf(path: string, folder: string, isBody: boolean): string | null {
  try {
    const unfit = ownFileProblem(path, folder);
    if (unfit !== null || !isBody) return unfit;
    const { size } = statSync(path);
    if (size === 0) return 'is empty';
    return size > mostBodyBytes ? 'is larger than 64 MiB' : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'is not there';
    if (systemCode(error)) return `can't be read: ${messageOf(error)}`;
    throw error;
  }
}
