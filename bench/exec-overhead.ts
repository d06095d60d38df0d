/**
 * What `exec` costs a command that allocates nothing, in wall time: `npm run bench -- exec-overhead [TIMES]`. One series of
 * all four, so that whatever else the host does falls on each alike. No shell is started between, for its start would be measured with it.
 */
// By hand: a shell's own start would be measured with it.
import { spawnSync } from 'node:child_process';
import { median } from '../harness/verdict/slope.ts';

/** Over the bare command, the start of one Node taken off, ms. */
const goalMs = 150;

const times = Number(process.argv[2] ?? 20);
const command = ['sleep', '0.2'] as const;
const tool = [process.execPath, 'dist/not-a-leak.mjs'] as const;
const measured: Record<'bare' | 'node' | 'version' | 'exec', [string, ...string[]]> = {
  bare: [...command],
  node: [process.execPath, '-e', '0'],
  version: [...tool, '--version'],
  exec: [...tool, 'exec', '--memory', '64Mi', '-q', '--', ...command],
};
const tookMs = Object.entries(measured).map(([name, argv]) => ({ name, argv, each: [] as number[] }));
for (let time = 0; time < times; time++) for (const one of tookMs) one.each.push(wallMs(one.argv));
const ms = Object.fromEntries(tookMs.map(({ name, each }) => [name, median(each) ?? NaN]));
const { bare = NaN, node = NaN, version = NaN, exec = NaN } = ms;
console.log(`Medians of ${times}, ms:`);
for (const { name, argv } of tookMs)
  console.log(`  ${(ms[name] ?? NaN).toFixed(0).padStart(5)}  ${argv.join(' ')}`);
console.log(
  `exec costs ${(exec - bare - node).toFixed(0)} ms over the bare command, the start of one Node taken off (goal: ${goalMs}).`,
);
console.log(`--version takes ${(version / node).toFixed(2)} times as long as node -e 0.`);

function wallMs([program, ...args]: [string, ...string[]]): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} exited ${status}: ${stderr}`);
  return performance.now() - startedMs;
}
