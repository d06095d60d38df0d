import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { tolerate } from '../errors.ts';
import { findSystemProgram } from './system-programs.ts';

/** Whether this process has a terminal, whose Ctrl-C it gets. */
export function hasTerminal(): boolean {
  return withTerminal(() => true) ?? false;
}

/** Whether a program reads the terminal key by key, as an editor or a shell prompt: then keys are meant for it. */
export function isReadByKey(): boolean {
  return stty('-a')?.includes('-icanon') ?? false;
}

/**
 * Saves the terminal's modes; returns what restores them. A program killed while reading keys leaves echo off, and
 * a shell only repairs that if its own child was killed.
 */
export function keepTerminalModes(): () => void {
  const modes = [0, 1, 2].some((descriptor) => isatty(descriptor)) ? stty('-g')?.trim() : undefined;
  return () => void (modes && stty(modes));
}

/** stty's output; null without a terminal. */
function stty(...args: string[]): string | null {
  const program = findSystemProgram('stty');
  if (program === null) return null;
  // A killed job-control shell leaves the terminal to its own group; setting it from another group would stop us.
  const command = ['-c', 'trap "" TTOU; exec "$@"', 'sh', program, ...args];
  return withTerminal(
    (terminal) =>
      spawnSync('/bin/sh', command, { stdio: [terminal, 'pipe', 'ignore'], encoding: 'utf8' }).stdout,
  );
}

function withTerminal<T>(act: (descriptor: number) => T): T | null {
  const none = ['ENXIO', 'ENOENT', 'EACCES', 'EIO', 'ENODEV'];
  const descriptor = tolerate(none, () => openSync('/dev/tty', 'r+'), null);
  if (descriptor === null) return null;
  try {
    return act(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
