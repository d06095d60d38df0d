/**
 * Sends signals to runs at random points, and looks what they leave:
 * `npm run bench -- signals --on cgroup --points 20 [--seed 1] [--scenario NAME] [--arm NAME …]`; `--on exec` runs a
 * command of two seconds in place of a scenario.
 * After SIGINT and SIGTERM nothing is left and the reports open; after SIGKILL `clean` leaves nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomFrom } from './shared/random.ts';
import { Tool } from './shared/tool.ts';
import { traces } from './shared/traces.ts';

const { values } = parseArgs({
  options: {
    on: { type: 'string', default: 'cgroup' },
    points: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    scenario: { type: 'string', default: 'upload-spool' },
    arm: { type: 'string', multiple: true, default: [] },
  },
});
const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGKILL: null };
const random = randomFrom(Number(values.seed));
const tool = new Tool();
const points = Number(values.points);
const arms = values.arm.flatMap((arm) => ['--arm', arm]);
const isExec = values.on === 'exec';
const args = (out: string) => {
  const folder = join(tool.home, out);
  if (!isExec) return ['run', values.scenario, ...arms, '--on', values.on, '--out', folder];
  const scratch = join(tool.home, 'scratch'); // made by each
  return ['exec', '--memory', '64Mi', '--scratch', `memory:${scratch}`, '--out', folder, '--', 'sleep', '2'];
};
const reports = [
  'recording.ndjson',
  'result.json',
  ...(isExec ? ['result.md'] : ['junit.xml']),
  'report.html',
];

const startedMs = performance.now();
const whole = await tool.run(args('whole'));
const wholeMs = performance.now() - startedMs;
// A busy host may make it INCONCLUSIVE (5), which is not what is looked at here.
const ownEnds: (number | null)[] = [0, 5];
if (!ownEnds.includes(whole.exitCode))
  throw new Error(`the run exits ${whole.exitCode} by itself: ${whole.stderr}`);
console.log(
  `${values.on}: a whole run of ${isExec ? 'sleep 2' : values.scenario} takes ${(wholeMs / 1000).toFixed(1)} s, seed ${values.seed}`,
);

let failures = 0;
for (const signal of signals) {
  let clean = 0;
  let opened = 0;
  for (let point = 1; point <= points; point++) {
    const atMs = random() * wholeMs;
    const problems = await interrupt(signal, atMs, `${signal}-${point}`);
    if (problems.length === 0) clean++;
    else console.log(`${signal} after ${atMs.toFixed(0)} ms: ${problems.join('\n  ')}`);
    if (reportsOpen(`${signal}-${point}`)) opened++;
  }
  failures += points - clean;
  const open = signal === 'SIGKILL' ? '' : `; the reports of ${opened} are there, and open`;
  console.log(`${signal}: ${clean} of ${points} left nothing${open}`);
}
tool.remove();
process.exitCode = failures === 0 ? 0 : 1;

/** What is wrong after a signal; none where all is as it is to be. */
async function interrupt(signal: (typeof signals)[number], atMs: number, out: string): Promise<string[]> {
  const { child, ended } = tool.start(args(out));
  await Promise.race([sleep(atMs), ended]);
  child.kill(signal);
  const { exitCode, signal: by, stderr } = await ended;
  const problems: string[] = [];
  // Before the tool listens for signals, or after its end, it is Node's or nobody's.
  if (exitCode !== exitCodes[signal] && !ownEnds.includes(exitCode) && by !== signal)
    problems.push(`exit code ${exitCode}: ${stderr.slice(-500)}`);
  if (signal === 'SIGKILL') {
    const cleaned = await tool.run(['clean']);
    if (cleaned.exitCode !== 0) problems.push(`clean exits ${cleaned.exitCode}: ${cleaned.stdout}`);
  } else if (existsSync(join(tool.home, out)) && !reportsOpen(out)) problems.push('its reports do not open');
  // The janitor may be at its end: `clean` did its work.
  for (let tries = 0; tries < 50 && traces(tool).length > 0; tries++) await sleep(100);
  return [...problems, ...traces(tool)];
}

/** Whether an interrupted run has its recording and reports, whole. */
function reportsOpen(out: string): boolean {
  const folder = join(tool.home, out);
  if (!reports.every((name) => existsSync(join(folder, name)))) return false;
  JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  return readFileSync(join(folder, 'report.html'), 'utf8').trimEnd().endsWith('</html>');
}
