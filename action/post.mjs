// After the job, however it ended: removes what the run of this step has left, if anything.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from './github.mjs';
import { withoutTokens } from './root.mjs';
import { toolFile } from './tool.mjs';

/** A run whose step was killed still undoes what it made; GitHub gives a cancelled job 5 minutes. */
const patienceMs = 120_000;

const { STATE_pid, STATE_words = '[]', STATE_since = '' } = process.env;
if (STATE_pid) process.exitCode = await cleanUp(Number(STATE_pid));

/** Returns the exit code. @param {number} pid */
async function cleanUp(pid) {
  const deadlineMs = performance.now() + patienceMs;
  while (isThere(pid) && performance.now() < deadlineMs) await sleep(100);
  const left = clean(['--dry-run', '--json']);
  if (left.status !== 0) return fail(left.stderr);
  /** @type {{ runs: { run: string, pid: number, startedAt: string, entries: { state: string }[] }[] }} */
  const { runs } = JSON.parse(left.stdout);
  const own = runs.filter(
    (run) =>
      run.pid === pid && run.startedAt >= STATE_since && run.entries.some(({ state }) => state !== 'kept'),
  );
  if (own.length === 0) return 0;
  const { status, stdout, stderr } = clean(own.map(({ run }) => run));
  if (status === 2) return 0; // the run's janitor was quicker
  process.stdout.write(stdout);
  const isOn = own.some(({ entries }) => entries.some(({ state }) => state === 'untouched'));
  if (isOn) return fail(`The run is still going, as process ${pid}.`);
  return status === 0 ? 0 : fail(stderr || stdout);
}

/** @param {string[]} args */
function clean(args) {
  const words = JSON.parse(STATE_words);
  const [program, ...rest] = [...words, process.execPath, toolFile, 'clean', ...args];
  return spawnSync(program, rest, { encoding: 'utf8', env: withoutTokens(process.env) });
}

/** @param {string} problem */
function fail(problem) {
  command('error', problem, { title: 'Not all was cleaned up' });
  return 4;
}

/** @param {number} pid */
function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
