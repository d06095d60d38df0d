import { realpathSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/**
 * Why a file can't be read as part of `folder`; else null. A link must not lead out of the folder, and reading a
 * FIFO or device would never end. Throws ENOENT and the like.
 */
export function ownFileProblem(path: string, folder = dirname(path)): string | null {
  const inside = relative(realpathSync(folder), realpathSync(path));
  if (inside === '..' || inside.startsWith('../')) return 'is a link that leads out of its folder';
  return statSync(path).isFile() ? null : 'is not a file';
}
