// Runs before `npm run repro`, `npm test` and the like, with nothing but Node: installs exactly the lock file's packages
// and builds dist/ from the sources where they are missing or stale, so that a fresh clone needs no other command. Two
// at once take turns, and packages that a command uses are not taken away from it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { refuseToStart } from '../bin/refuse.mjs';
import { isBuilt } from './build/sources.mjs';
import { areInUse, codeOf, isBelowUser, takePackages, use, waitForUsers } from './packages-in-use.mjs';

refuseToStart();

const installed = 'node_modules/.package-lock.json'; // npm's own note of what it installed

if (!isBelowUser()) {
  try {
    await takePackages();
    await install();
    await build();
    // npm lives as long as the command that this runs before.
    if (process.env['npm_lifecycle_event']?.startsWith('pre')) use(process.ppid);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) throw error;
    await install(); // in a checkout that can't be written it can but be right already
    await build();
  }
} else {
  if (!isCurrent())
    console.error('The packages are not those of package-lock.json, and are in use: they stay as they are.');
  if (!isBuilt('.')) console.error('dist/ is not what the sources say, and is in use: it stays as it is.');
}

async function install() {
  if (isCurrent()) return;
  await waitForUsers();
  console.error('installing the packages of package-lock.json (npm ci)');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2], // stdout is kept for the result of the command that follows
  });
  if (result.status !== 0) {
    console.error('The packages could not be installed: see the lines above. Is the npm registry reachable?');
    process.exit(4);
  }
}

async function build() {
  if (isBuilt('.')) return;
  console.error('building dist/ from the sources (npm run build)');
  const { build: makeDist } = await import('./build/build.mjs'); // it takes a package
  await makeDist(process.cwd(), { inUse: areInUse() });
}

function isCurrent() {
  if (!existsSync(installed)) return false;
  const want = packagesOf('package-lock.json');
  const have = packagesOf(installed);
  const missing = Object.keys(want).some((path) => path !== '' && !have[path] && !want[path]?.optional);
  const other = Object.keys(have).some((path) => fingerprint(have[path]) !== fingerprint(want[path]));
  return !missing && !other;
}

/** @returns {Record<string, { version?: string, integrity?: string, resolved?: string, optional?: boolean }>} */
function packagesOf(/** @type {string} */ file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function fingerprint(
  /** @type {{ version?: string, integrity?: string, link?: boolean } | undefined} */ entry,
) {
  return entry && (entry.integrity ?? `${entry.version} ${entry.link}`);
}
