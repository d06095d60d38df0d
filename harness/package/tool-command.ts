import { basename, join } from 'node:path';
import { builtFolder, packageFolder } from './folder.ts';
import { quoted } from '../text/quoted.ts';

type Environment = Record<string, string | undefined>;

/**
 * What a user types before a command of this tool, as this time: npm in a checkout, npx, or its own name. `file` is
 * what Node runs.
 */
export function toolCommand(env: Environment = process.env, file: string = process.argv[1] ?? ''): string {
  if (isByNpm(env)) return 'npm run repro --';
  return env['npm_command'] === 'exec' && isByName(file) ? 'npx not-a-leak' : 'not-a-leak';
}

/** A command of this tool to paste into a shell in the user's folder; npm itself changes to the package's. */
export function pastedCommand(env: Environment, args: string[], file = process.argv[1] ?? ''): string {
  if (!isByNpm(env))
    return isByName(file)
      ? `${toolCommand(env, file)} ${quoted(args)}`
      : quoted(['node', join(builtFolder, 'not-a-leak.mjs'), ...args]);
  const userIsIn = env['INIT_CWD'] ?? env['PWD'];
  const where = userIsIn === packageFolder ? [] : ['--prefix', packageFolder];
  return quoted(['npm', ...where, 'run', '-s', 'repro', '--', ...args]);
}

/** Whether it was started by `npm run repro` in its checkout. */
export function isByNpm(env: Environment): boolean {
  return env['npm_lifecycle_event'] === 'repro';
}

/** Whether it was started by a name on PATH, which links to the file. */
export function isByName(file: string): boolean {
  return basename(file) === 'not-a-leak';
}
