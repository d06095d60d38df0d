import type { Caller } from '../../process/caller.ts';
import { hasTerminal, isReadByKey } from '../../process/terminal.ts';

/** npm passes a Ctrl-C on that the terminal has sent already. */
const againMs = 1000;
/** A Ctrl-C so long after another is a new one. */
const insistMs = 10_000;

export interface Keys {
  /** Whether the command got a Ctrl-C. */
  wasSent: () => boolean;
  release: () => void;
}

/**
 * Leaves Ctrl-C to the command while it runs at a terminal: what becomes of it is the command's to say, as when it is
 * run bare. One that goes on all the same is ended in order at the second, unless it reads the terminal key by key.
 * Without a terminal a SIGINT came from a program, which wants it to end. `pass` sees to it that the command gets it.
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
