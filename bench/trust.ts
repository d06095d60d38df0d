/**
 * Runs the default suite again and again, and then two suites at once, and counts right verdicts and what is
 * left: `npm run bench -- trust --on cgroup --runs 100`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodes } from '../harness/errors.ts';
import { Tool, type Ended } from './shared/tool.ts';
import { traces } from './shared/traces.ts';

const { values } = parseArgs({
  options: { on: { type: 'string', default: 'cgroup' }, runs: { type: 'string', default: '10' } },
});
const runs = Number(values.runs);
const tool = new Tool();
let right = 0;
/** A busy host's measurement that says of itself that it does not tell. */
let open = 0;
let clean = 0;
for (let run = 1; run <= runs; run++) {
  const ended = await suite(`run-${run}`);
  const left = traces(tool);
  if (isRight(ended)) right++;
  if (ended.exitCode === exitCodes.inconclusive) open++;
  if (!isRight(ended))
    console.log(`run ${run}: exit code ${ended.exitCode}\n${ended.stdout}${ended.stderr.slice(-1000)}`);
  if (left.length === 0) clean++;
  else console.log(`run ${run} has left: ${left.join('\n  ')}`);
}
console.log(
  `${values.on}: of ${runs} verdicts ${right} right, ${open} INCONCLUSIVE, ${runs - right - open} wrong; ${runs - clean} runs left something`,
);

const both = await Promise.all([suite('first'), suite('second')]);
const left = traces(tool);
for (const one of both)
  if (!isRight(one)) console.log(`exit code ${one.exitCode}\n${one.stdout}${one.stderr.slice(-1000)}`);
console.log(`two at once: ${both.filter(isRight).length} of 2 right, left: ${left.join('; ') || 'nothing'}`);
tool.remove();
process.exitCode = right === runs && clean === runs && both.every(isRight) && left.length === 0 ? 0 : 1;

function suite(out: string): Promise<Ended> {
  return tool.run(['run', '--on', values.on, '--out', join(tool.home, out)]);
}

function isRight({ exitCode, stdout }: Ended): boolean {
  return exitCode === 0 && stdout.includes('REPRODUCED');
}
