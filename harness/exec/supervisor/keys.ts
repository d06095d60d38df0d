import type { Caller } from '../../process/caller.ts';
import { hasTerminal, isReadByKey } from '../../process/terminal.ts';

/** npm forwards a Ctrl-C that the terminal has already sent. */
const againMs = 1000;
/** A second Ctrl-C within this time insists. */
const insistMs = 10_000;

export interface Keys {
  /** Whether the command got a Ctrl-C. */
  wasSent: () => boolean;
  release: () => void;
}

/**
 * Leaves Ctrl-C at a terminal to the command, as if it ran bare. If it keeps running, a second Ctrl-C ends it
 * cleanly, unless it reads the terminal key by key. Without a terminal, SIGINT came from a program that wants it to
 * end. `pass` forwards the key to the command.
 */
export function leaveKeysToCommand(signals: Caller['signals'], pass: () => void): Keys {
  let lastMs = -Infinity;
  let insisted = false;
  const release = signals?.handTo((name) => {
    if (name !== 'SIGINT' || insisted || !hasTerminal()) return false;
    const sinceMs = performance.now() - lastMs;
    if (sinceMs < againMs) return true;
    insisted = sinceMs < insistMs && !isReadByKey();
    if (insisted) return false;
    lastMs = performance.now();
    pass();
    return true;
  });
  return { wasSent: () => lastMs > -Infinity, release: () => release?.() };
}
