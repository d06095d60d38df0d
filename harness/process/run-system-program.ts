import { spawnSync } from 'node:child_process';
import { systemProgram, type SystemProgram } from './system-programs.ts';

/** Runs a system program to its end and returns its stdout. Throws its stderr if it fails. */
export function run(name: SystemProgram, args: string[]): string {
  const program = systemProgram(name);
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${[program, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`, { cause: error });
}
