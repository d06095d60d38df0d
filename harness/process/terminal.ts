import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { systemCode } from '../errors.ts';
import { findSystemProgram } from './system-programs.ts';

/** Whether this process has a terminal, whose Ctrl-C it gets. */
export function hasTerminal(): boolean {
  return withTerminal(() => true) ?? false;
}

/** Whether a program reads the terminal key by key, as an editor and the prompt of a shell do: a key is for it then. */
export function isReadByKey(): boolean {
  return stty('-a')?.includes('-icanon') ?? false;
}

/**
 * Notes how the terminal is set; gives what sets it so again. A program that reads keys and is killed leaves it
 * without echo, and a shell only mends that after a program that was killed itself.
 */
export function keepTerminalModes(): () => void {
  const modes = [0, 1, 2].some((descriptor) => isatty(descriptor)) ? stty('-g')?.trim() : undefined;
  return () => void (modes && stty(modes));
}

/** What stty says of the terminal; null where there is none. */
function stty(...args: string[]): string | null {
  const program = findSystemProgram('stty');
  if (program === null) return null;
  // A killed job control shell leaves the terminal to its own group: who is in another is stopped for setting it.
  const command = ['-c', 'trap "" TTOU; exec "$@"', 'sh', program, ...args];
  return withTerminal(
    (terminal) =>
      spawnSync('/bin/sh', command, { stdio: [terminal, 'pipe', 'ignore'], encoding: 'utf8' }).stdout,
  );
}

function withTerminal<T>(act: (descriptor: number) => T): T | null {
  let descriptor: number;
  try {
    descriptor = openSync('/dev/tty', 'r+');
  } catch (error) {
    if (['ENXIO', 'ENOENT', 'EACCES', 'EIO', 'ENODEV'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
  try {
    return act(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
