// Who uses the packages of this checkout, and who installs them: told by files, with nothing but Node.
import { mkdirSync, readdirSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { asOwnerOf } from './as-owner.mjs';
import { ancestors, nameOf, runs, wordsOf } from './processes.mjs';

/** A link that leads nowhere, and is made whole or not at all: it names the process that looks after the packages. */
const lock = '.installing';
/** A link for each process that uses them, to its name. It goes with the packages. */
const folder = 'node_modules/.in-use';
const lookMs = 200;

/** Waits until no other process looks after the packages; from then on it is this one, until it ends. */
export async function takePackages() {
  for (let told = false; !take(); told = true) {
    const holder = readLink(lock);
    if (holder === null) continue;
    if (!runs(holder)) removeLink(lock);
    else if (!told) console.error(`waiting for ${wordsOf(holder)}, which installs and builds`);
    if (runs(holder)) await sleep(lookMs);
  }
  process.once('exit', () => removeLink(lock));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
}

/** Whether this process runs below one that uses the packages, and would wait for itself. */
export function isBelowUser() {
  const above = ancestors();
  return users().some((user) => above.includes(user));
}

/** Whether a command that uses the packages, and what was built, is still going. */
export function areInUse() {
  return users().length > 0;
}

/** Waits until nobody uses the packages. */
export async function waitForUsers() {
  for (let told = false; areInUse(); told = true) {
    const who = users().map(wordsOf).join(' and ');
    if (!told)
      console.error(`waiting for ${who} to end before the packages of package-lock.json are installed`);
    await sleep(lookMs);
  }
}

/** Writes down that a process uses the packages until it ends. */
export function use(/** @type {number} */ pid) {
  asOwnerOf('node_modules', () => {
    try {
      mkdirSync(folder);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    for (const name of readdirSync(folder)) if (!runs(name)) removeLink(`${folder}/${name}`);
    makeLink(nameOf(pid), `${folder}/${nameOf(pid)}`);
  });
}

function users() {
  try {
    return readdirSync(folder).filter(runs);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

const take = () => makeLink(nameOf(process.pid), lock);

/** Whether it was not there. */
function makeLink(/** @type {string} */ target, /** @type {string} */ path) {
  try {
    symlinkSync(target, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** `rmSync` takes a link that leads nowhere for gone, and leaves it: https://github.com/nodejs/node/issues/61020 */
function removeLink(/** @type {string} */ path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function readLink(/** @type {string} */ path) {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** @returns {string | undefined} */
export function codeOf(/** @type {unknown} */ error) {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
