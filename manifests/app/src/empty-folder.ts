import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Deletes all that is in a folder, and leaves the folder. */
export function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}
