import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./inputs.mjs').Env} Env */

const checkout = fileURLToPath(new URL('..', import.meta.url));
export const toolFile = join(checkout, 'dist/not-a-leak.mjs');
const keeper = fileURLToPath(new URL('keeper.mjs', import.meta.url));

/**
 * Installs the packages of the lock file and builds the tool in the action's own checkout, unless that is done, with
 * the npm of the Node that runs this. Returns the exit code.
 * @param {Env} env @param {AbortSignal} signal
 */
export function buildTool(env, signal) {
  const PATH = `${dirname(process.execPath)}${delimiter}${env['PATH']}`;
  const child = spawn(process.execPath, ['scripts/install.mjs'], {
    cwd: checkout,
    env: { ...env, PATH, npm_config_include: 'dev' }, // also where NODE_ENV is production
    stdio: ['ignore', 1, 1], // one stream, so that all of it is in the group
    detached: true,
  });
  return exitOf(child, signal, () => void (child.pid && process.kill(-child.pid, 'SIGTERM')));
}

/**
 * Runs the tool, after `words` that make it root's; ends it in order if `signal` is aborted, or if this process dies.
 * Returns the exit code.
 * @param {string[]} argv @param {{ words: string[], cwd: string, env: Env, signal: AbortSignal }} options
 */
export function runTool(argv, { words, cwd, env, signal }) {
  const [program = '', ...args] = [...words, process.execPath, keeper, toolFile, ...argv];
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'inherit', 'inherit'] });
  return exitOf(child, signal, () => child.stdin?.end());
}

/**
 * @param {import('node:child_process').ChildProcess} child @param {AbortSignal} signal @param {() => void} end
 * @returns {Promise<number>}
 */
function exitOf(child, signal, end) {
  signal.addEventListener('abort', end);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => signal.removeEventListener('abort', end));
}
