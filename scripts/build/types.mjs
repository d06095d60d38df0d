// Declarations of the library, complete in themselves: what they take of a package's types lies beside them.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { $ } from 'zx';

const relativeTs = /((?:from|import\() ?(["']))(\.[^"']*)\.ts\2/g;
const ofZod = /((?:from|import\() ?(["']))zod(\/v4\/core)?\2/g;

/** Writes dist/types/ of the checkout in `root`. */
export async function writeTypes(/** @type {string} */ root) {
  const to = join(root, 'dist/types');
  rmSync(to, { recursive: true, force: true });
  // stdout is kept for what `npm pack` says there.
  await $({
    cwd: root,
    stdio: ['ignore', 2, 2],
  })`node node_modules/typescript/bin/tsc -p scripts/build/types.json`;
  for (const file of filesBelow(to)) {
    const zod = relative(dirname(file), join(to, 'zod'));
    const text = readFileSync(file, 'utf8')
      .replaceAll(relativeTs, '$1$3.js$2')
      .replaceAll(ofZod, (_, before, quote, core = '') => {
        const path = `${zod}${core}/index.js`;
        return `${before}${path.startsWith('.') ? path : `./${path}`}${quote}`;
      });
    writeFileSync(file, text);
  }
  copyZod(join(root, 'node_modules/zod'), join(to, 'zod'));
}

/** Scenario types are made from their schemas, and so speak of zod's. */
function copyZod(/** @type {string} */ from, /** @type {string} */ to) {
  cpSync(join(from, 'index.d.ts'), join(to, 'index.d.ts'));
  for (const part of ['v4/classic', 'v4/core', 'v4/locales'])
    for (const file of filesBelow(join(from, part)))
      if (file.endsWith('.d.ts')) cpSync(file, join(to, relative(from, file)));
}

function filesBelow(/** @type {string} */ folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
