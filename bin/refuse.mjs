// Plain old JavaScript with nothing but Node's own modules: it speaks on any Node, before newer code is loaded.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Ends this process where nothing of the tool could run: an old Node (exit code 3), no working folder (2). */
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
  try {
    process.cwd();
  } catch {
    process.stderr.write(`The working folder is gone.\n  cd to a folder that is there, and run it again.\n`);
    process.exit(2);
  }
}

/** @param {string} version @param {string} least */
function isOlder(version, least) {
  const have = version.split('.').map(Number);
  const want = least.split('.').map(Number);
  const at = want.findIndex((number, index) => number !== have[index]);
  return at !== -1 && Number(have[at]) < Number(want[at]);
}
