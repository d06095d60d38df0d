import { spawnSync } from 'node:child_process';

/** Runs a program to its end; gives its stdout. Throws what it says on stderr where it fails. */
export function run(program: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${[program, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`, { cause: error });
}
