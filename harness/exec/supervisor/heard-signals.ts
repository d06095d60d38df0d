import { setTimeout as sleep } from 'node:timers/promises';
import type { SignalName } from '../../process/signals.ts';

/** The harness's word and the signal itself come on different ways. */
const witnessMs = 100;
const sameMs = 1000;

/**
 * The signals that this process gets beside its command: they are in one process group, so what the terminal or
 * somebody else sends to all of it the command has got, too, and what comes to the harness alone it has not.
 */
export class HeardSignals {
  readonly #atMs = new Map<SignalName, number>();

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.on(name, () => void this.#atMs.set(name, performance.now()));
    process.on('SIGHUP', () => undefined).on('SIGQUIT', () => undefined); // it ends with its stdin, in order
  }

  /** Whether one came just now. */
  async has(name: SignalName): Promise<boolean> {
    await sleep(witnessMs);
    return performance.now() - (this.#atMs.get(name) ?? -Infinity) < sameMs;
  }
}
