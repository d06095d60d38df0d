// What a build is made from, and whether the one that is there was made from it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['bin', 'harness', 'manifests/app/src', 'scenarios', 'scripts/build'];
const files = ['package.json', 'package-lock.json'];
/** The state of the sources that dist/ was built from. */
export const stamp = 'dist/.built-from';

/** Whether dist/ is what the sources of the checkout in `root` say. */
export function isBuilt(/** @type {string} */ root) {
  return existsSync(join(root, stamp)) && readFileSync(join(root, stamp), 'utf8') === stateOfSources(root);
}

/** The names, sizes and times of all sources: looked at in 10 ms, where reading them takes 100. */
export function stateOfSources(/** @type {string} */ root) {
  const below = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const hash = createHash('sha256').update(process.version);
  for (const path of [...below, ...files].toSorted()) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}
