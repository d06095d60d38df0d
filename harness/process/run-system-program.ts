import { spawnSync } from 'node:child_process';
import { systemProgram, type SystemProgram } from './system-programs.ts';

/** Runs a program of the system to its end; gives its stdout. Throws what it says on stderr where it fails. */
export function run(name: SystemProgram, args: string[]): string {
  const program = systemProgram(name);
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${[program, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`, { cause: error });
}
