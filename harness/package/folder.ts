import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's folder: the nearest above this code, which runs from the sources or from dist/. */
export const packageFolder = nearestAbove(dirname(fileURLToPath(import.meta.url)));

/** What `npm run build` makes: the command line, the helper programs, the sample app. */
export const builtFolder = join(packageFolder, 'dist');

function nearestAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (folder === dirname(folder)) throw new Error(`no package.json above ${import.meta.url}`);
  return nearestAbove(dirname(folder));
}
