/** What `exec` costs a command that allocates nothing, in wall time: `npm run bench:exec-overhead [TIMES]`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../harness/verdict/slope.ts';

const times = Number(process.argv[2] ?? 20);
const out = mkdtempSync(join(tmpdir(), 'nal-overhead-'));
const tool = ['dist/not-a-leak.mjs'];
const command = ['sleep', '0.2'] as const;
try {
  const bare: number[] = [];
  const startUp: number[] = [];
  const whole: number[] = [];
  const node: number[] = [];
  for (let time = 0; time < times; time++) {
    bare.push(wallMs(command[0], command.slice(1)));
    node.push(wallMs(process.execPath, ['-e', '0']));
    startUp.push(wallMs(process.execPath, [...tool, '--version']));
    whole.push(
      wallMs(process.execPath, [...tool, 'exec', '--memory', '64Mi', '--out', out, '-q', '--', ...command]),
    );
  }
  const [own, start, all, helper] = [bare, startUp, whole, node].map((values) => median(values) ?? 0) as [
    number,
    number,
    number,
    number,
  ];
  const cost = all - own - start;
  console.log(
    `${command.join(' ')} alone ${own.toFixed(0)} ms, start of the tool ${start.toFixed(0)} ms, exec ${all.toFixed(0)} ms (medians of ${times})`,
  );
  // Supervisor and sampler are two Node processes that start side by side.
  console.log(
    `exec costs ${cost.toFixed(0)} ms, ${(cost - helper).toFixed(0)} ms without the start of Node (${helper.toFixed(0)} ms) in its helpers`,
  );
} finally {
  rmSync(out, { recursive: true, force: true });
}

function wallMs(program: string, args: readonly string[]): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} exited ${status}: ${stderr}`);
  return performance.now() - startedMs;
}
