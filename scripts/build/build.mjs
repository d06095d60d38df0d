// Makes dist/, all of it or nothing. Plain Node: a fresh clone builds before anything else runs.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asOwnerOf } from '../as-owner.mjs';
import { bundle } from './bundle.mjs';
import { stamp, stateOfSources } from './sources.mjs';

/** What is not compiled, and where it goes. */
const copied = {
  'dist/programs/node-preload.cjs': 'harness/heap/node-preload.cjs',
  'dist/page/page.css': 'harness/report/html/page.css',
  'dist/page/crosshair.js': 'harness/report/html/browser/crosshair.js',
};

/**
 * Builds what the checkout in `root` runs. A file takes the place of the one before it at once, and chunks that only an
 * earlier build has stay while `inUse`: whoever runs from them still finds them.
 * @param {string} root @param {{ inUse: boolean }} options
 */
export async function build(root, { inUse }) {
  const state = stateOfSources(root);
  const { files, metafile } = await bundle(root);
  /** @type {Map<string, string | Uint8Array>} */
  const made = new Map(files.map(({ path, contents }) => [path, contents]));
  for (const [to, from] of Object.entries(copied)) made.set(join(root, to), readFileSync(join(root, from)));
  asOwnerOf(join(root, 'package.json'), () => {
    rmSync(join(root, stamp), { force: true });
    for (const [path, contents] of made) put(path, contents);
    chmodSync(join(root, 'dist/not-a-leak.mjs'), 0o755);
    if (!inUse) removeOthers(join(root, 'dist'), made);
  });
  const ahead = JSON.stringify(await readAhead(root, state));
  asOwnerOf(join(root, 'package.json'), () => {
    put(join(root, 'dist/scenarios.json'), ahead);
    put(join(root, stamp), state);
  });
  return { metafile };
}

/**
 * What `list` tells, read by what was just built.
 * @param {string} root @param {string} state
 */
async function readAhead(root, state) {
  const built = pathToFileURL(join(root, 'dist/ahead.mjs'));
  built.search = state; // each build anew: modules are loaded once by their address
  /** @type {{ makeReadAhead: () => Promise<object> }} */
  const { makeReadAhead } = await import(built.href);
  return makeReadAhead();
}

/** @param {string} path @param {string | Uint8Array} contents */
function put(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
}

/** @param {string} folder @param {Map<string, unknown>} made */
function removeOthers(folder, made) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (/\.m?js$|\.cjs$|\.css$/.test(name) && existsSync(path) && !made.has(path)) rmSync(path);
  }
}
