import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What keeps a file from being read as one of its folder; null where nothing does. A link may not lead out of
 * the folder, and a FIFO or a device would be read for ever. Throws ENOENT and the like.
 */
export function ownFileProblem(path: string): string | null {
  if (dirname(realpathSync(path)) !== realpathSync(dirname(path)))
    return 'is a link that leads out of its folder';
  return statSync(path).isFile() ? null : 'is not a file';
}
