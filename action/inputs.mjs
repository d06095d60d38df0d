import { resolve } from 'node:path';
import { splitWords } from './split-words.mjs';

/** @typedef {Record<string, string | undefined>} Env */
/**
 * What the step is to run. `out` is where its reports will be, null where it makes none.
 * @typedef {{ argv: string[], command: string, out: string | null, asRoot: boolean }} Asked
 */

/** The commands that write reports, and those that look at one platform. */
const reporting = ['run', 'exec', 'diagnose'];
const placed = ['run', 'doctor'];
/** The inputs that are options of the tool as well. */
const inputs = Object.entries({ platform: '--on', out: '--out' });

/**
 * Reads the inputs, which GitHub passes as INPUT_NAME. Throws an Error that says what is wrong with them.
 * @param {Env} env @param {string} workspace @returns {Asked}
 */
export function readInputs(env, workspace) {
  const input = (/** @type {string} */ name) => env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
  const command = input('command') || 'run';
  const platform = input('platform');
  if (platform && !placed.includes(command))
    throw new Error(`${command} has no platform: only ${placed.join(' and ')} do`);
  const args = splitWords(input('args'));
  const own = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
  for (const [name, option] of inputs)
    if (own.some((arg) => arg === option || arg.startsWith(`${option}=`)))
      throw new Error(`args has ${option}: use the input "${name}" in its place`);
  const out = reporting.includes(command) ? resolve(workspace, input('out') || folderOfStep(env)) : null;
  const argv = [
    command,
    ...(platform ? ['--on', platform] : []),
    ...(out === null ? [] : ['--out', out]),
    ...args,
  ];
  return { argv, command, out, asRoot: takesRoot(command, platform, own) };
}

/** GitHub names each step of a job apart, as `__owner_name_2` or by its `id`. @param {Env} env */
function folderOfStep(env) {
  return `repro-out/${env['GITHUB_ACTION']?.replaceAll(/\W/g, '-').replace(/^_+/, '') || 'step'}`;
}

/**
 * Whether root is needed, or may be: for cgroups, and to see what other users' processes hold. Docker and kind take a
 * user who may use Docker, and a pod that user's kubeconfig.
 * @param {string} command @param {string} platform @param {string[]} args
 */
function takesRoot(command, platform, args) {
  if (command === 'exec' || command === 'clean') return true;
  if (command === 'diagnose') return args.some((arg) => /^(container|unit|pid|cgroup)(\/|$)/.test(arg));
  return placed.includes(command) && ['', 'auto', 'cgroup'].includes(platform);
}
