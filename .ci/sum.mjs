// What vitest's JSON reports say: `sum.mjs failed FILE` names the files with a failed test, `sum.mjs sum FOLDER BROKEN`
// ends a run of .ci/run with the sum of all its reports, and of steps that are no tests.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [, , what, path = '', broken = '0'] = process.argv;

if (what === 'failed') {
  for (const { name, status } of read(path).testResults)
    if (status === 'failed') console.log(relative(process.cwd(), name));
} else {
  const names = readdirSync(path).filter((name) => !name.endsWith('.again.json'));
  const sums = names.map((name) => sumOf(join(path, name)));
  const sum = (/** @type {'passed' | 'again' | 'failed' | 'skipped'} */ key) =>
    sums.reduce((total, one) => total + one[key], 0);
  const again = sum('again') > 0 ? ` (${sum('again')} of them at the second try)` : '';
  console.log(
    `${sum('passed')} passed${again}, ${sum('failed') + Number(broken)} failed, ${sum('skipped')} skipped`,
  );
}

/** What failed first counts as it went the second time, where there was one. */
function sumOf(/** @type {string} */ file) {
  const { numPassedTests, numFailedTests, numPendingTests } = read(file);
  const second = readIfThere(file.replace(/json$/, 'again.json'));
  const failed = second ? second.numFailedTests : numFailedTests;
  const again = numFailedTests - failed;
  return { passed: numPassedTests + again, again, failed, skipped: numPendingTests };
}

function readIfThere(/** @type {string} */ file) {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function read(/** @type {string} */ file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
