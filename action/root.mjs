import { spawnSync } from 'node:child_process';

/** @typedef {import('./inputs.mjs').Env} Env */

/** Those of root's own, which sudo sets; it takes PATH from nobody, so that goes by env(1). */
const ofRoot = ['HOME', 'USER', 'LOGNAME', 'MAIL', 'SHELL', 'PATH', '_'];

/** The job's environment, but not the tokens that GitHub hands to actions alone. @param {Env} env @returns {Env} */
export function withoutTokens(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ACTIONS_')));
}

/**
 * The words that run a command as root with an environment, to put before it: none if this is root already, null if
 * sudo is not there or wants a password.
 * @param {Env} env @returns {string[] | null}
 */
export function wordsForRoot(env) {
  if (process.getuid?.() === 0) return [];
  if (spawnSync('sudo', ['--non-interactive', 'true'], { stdio: 'ignore' }).status !== 0) return null;
  const names = Object.keys(env).filter((name) => /^[A-Za-z]\w*$/.test(name) && !ofRoot.includes(name));
  return ['sudo', '--non-interactive', `--preserve-env=${names.join(',')}`, 'env', `PATH=${env['PATH']}`];
}
