// Plain old JavaScript with nothing but Node's own modules: it speaks on any Node, before newer code is loaded.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Node opens as many files at once as it loads modules; below 100 it ends in EMFILE. */
const leastOpenFiles = 128;

/** Ends this process where nothing of the tool could run: an old Node, too few open files (exit code 3), no working folder (2). */
export function refuseToStart() {
  const own = JSON.parse(readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8'));
  const least = own.engines.node.replace('>=', '');
  if (isOlder(process.versions.node, least)) {
    process.stderr.write(
      `not-a-leak takes Node ${least} or newer; this is ${process.versions.node} (${process.execPath}).\n` +
        '  Install a newer one (https://nodejs.org), or put it first on PATH.\n',
    );
    process.exit(3);
  }
  if (mostOpenFiles() < leastOpenFiles) {
    process.stderr.write(
      `not-a-leak takes ${leastOpenFiles} open files; this process may have ${mostOpenFiles()}.\n` +
        '  Raise the limit: ulimit -n 1024 (in a new shell), or LimitNOFILE= of its systemd unit.\n',
    );
    process.exit(3);
  }
  try {
    process.cwd();
  } catch {
    process.stderr.write(`The working folder is gone.\n  cd to a folder that is there, and run it again.\n`);
    process.exit(2);
  }
}

/** The hard limit, for Node has raised the soft one to it. */
function mostOpenFiles() {
  try {
    const limit = /^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return limit ? Number(limit[1]) : Infinity;
  } catch {
    return Infinity; // no Linux
  }
}

/** @param {string} version @param {string} least */
function isOlder(version, least) {
  const have = version.split('.').map(Number);
  const want = least.split('.').map(Number);
  const at = want.findIndex((number, index) => number !== have[index]);
  return at !== -1 && Number(have[at]) < Number(want[at]);
}
