import { fileURLToPath } from 'node:url';
import { quoted } from './quoted.ts';

/** The folder of the package. */
export const packageFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** A command of this tool as it runs from the folder where its user is: npm itself changes to the package's. */
export function reproCommand(env: Record<string, string | undefined>, ...args: string[]): string {
  const userIsIn = env['INIT_CWD'] ?? env['PWD'];
  const where = userIsIn === packageFolder ? [] : ['--prefix', packageFolder];
  return quoted(['npm', ...where, 'run', '-s', 'repro', '--', ...args]);
}
