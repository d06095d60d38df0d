/** Validates 200 and more broken scenarios, one after the other, as a user would: `npm run bench -- hostile`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeBrokenScenarios } from '../test/fixtures/broken-scenarios.ts';
import { Tool } from './shared/tool.ts';

const tool = new Tool();
const folder = join(tool.home, 'broken');
mkdirSync(folder);
const broken = writeBrokenScenarios(folder);
let right = 0;
let longestMs = 0;
for (const { what, folder: named } of broken) {
  const startedMs = performance.now();
  const { exitCode, stderr } = await tool.run(['validate', named]);
  const tookMs = performance.now() - startedMs;
  longestMs = Math.max(longestMs, tookMs);
  const placed = stderr.split('\n').some((line) => /\.(yaml|ts):\d+:\d+: /.test(line));
  const traced = /^\s+at .*:\d+:\d+\)?$/m.test(stderr);
  if (exitCode === 2 && placed && !traced && tookMs < 1000) right++;
  else console.log(`${what}: exit code ${exitCode} after ${tookMs.toFixed(0)} ms\n${stderr.slice(0, 500)}`);
}
tool.remove();
console.log(
  `${right} of ${broken.length} broken scenarios refused within a second, with exit code 2 and file:line:col; the slowest took ${longestMs.toFixed(0)} ms, the start of the tool with it`,
);
process.exitCode = right === broken.length ? 0 : 1;
