/**
 * Times the default suite of this checkout in pairs with another one's: `npm run bench -- suite OTHER_CHECKOUT`. Fails
 * where a run is not REPRODUCED, or the median of the pairs' ratios is over what was asked for with `--most`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { $ } from 'zx';
import { median } from '../harness/verdict/slope.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    on: { type: 'string', default: 'cgroup' },
    pairs: { type: 'string', default: '5' },
    most: { type: 'string', default: '0.7' },
  },
});
const [other] = positionals;
if (other === undefined) throw new Error('which other checkout? npm run bench -- suite FOLDER');

const out = mkdtempSync(join(tmpdir(), 'nal-suite-'));
const own: number[] = [];
const others: number[] = [];
let wrong = 0;
try {
  for (const cwd of [other, '.']) await $({ cwd, quiet: true })`node scripts/install.mjs`; // what is missing or stale is no part of a run
  for (let pair = 1; pair <= Number(values.pairs); pair++) {
    // Which is first alternates: what the host does besides may come and go at the same beat.
    for (const folder of pair % 2 === 1 ? [other, '.'] : ['.', other]) {
      (folder === '.' ? own : others).push(await suiteSeconds(folder));
    }
    console.log(`pair ${pair}: ${inWords(own.at(-1))} against ${inWords(others.at(-1))}`);
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
const ratio = median(own.map((seconds, index) => seconds / (others[index] as number))) ?? Infinity;
console.log(
  `${values.on}: ${inWords(median(own))} against ${inWords(median(others))} (medians), ${ratio.toFixed(2)} of it (median of ${own.length} pairs); ${wrong} runs not REPRODUCED`,
);
process.exitCode = wrong === 0 && ratio <= Number(values.most) ? 0 : 1;

/** How long a person waits, in s, from the return key to the verdict. */
async function suiteSeconds(folder: string): Promise<number> {
  const run = $({ cwd: folder, nothrow: true, quiet: true });
  const startedMs = performance.now();
  const { exitCode, stdout, stderr } =
    await run`npm run -s repro -- --on ${values.on} --out ${join(out, 'run')} -q`;
  const seconds = (performance.now() - startedMs) / 1000;
  if (exitCode !== 0 || !/^REPRODUCED\b/m.test(stdout)) {
    wrong++;
    console.log(`${folder}: exit code ${exitCode}\n${stdout.slice(-3000)}${stderr.slice(-1000)}`);
  }
  return seconds;
}

function inWords(seconds: number | null | undefined): string {
  return `${(seconds ?? NaN).toFixed(1)} s`;
}
