/**
 * What it costs to start the tool: `npm run bench -- start [TIMES]` gives the medians of the wall times, and how many times
 * that of a bare Node they are.
 */
// By hand: a shell's own start would be measured with it.
import { spawnSync } from 'node:child_process';
import { median } from '../harness/verdict/slope.ts';

const times = Number(process.argv[2] ?? 20);
const commands = {
  'node -e 0': ['-e', '0'],
  '--version': ['dist/not-a-leak.mjs', '--version'],
  list: ['dist/not-a-leak.mjs', 'list'],
  'exec --help': ['dist/not-a-leak.mjs', 'exec', '--help'],
};

const taken = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (let time = 0; time < times; time++)
  for (const [name, args] of Object.entries(commands)) taken.get(name)?.push(wallMs(args));
const bareMs = median(taken.get('node -e 0') ?? []) ?? 0;
for (const [name, walls] of taken) {
  const ms = median(walls) ?? 0;
  console.log(`${name}: ${ms.toFixed(0)} ms, ${(ms / bareMs).toFixed(2)} times node -e 0`);
}

function wallMs(args: readonly string[]): number {
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited ${status}`);
  return performance.now() - startedMs;
}
