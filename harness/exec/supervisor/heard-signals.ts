import { setTimeout as sleep } from 'node:timers/promises';
import type { SignalName } from '../../process/signals.ts';

/** A signal and the harness's word about it arrive separately. */
const witnessMs = 100;
const sameMs = 1000;

/**
 * Signals that reach this process along with its command. Both share one process group, so a signal sent to the
 * group, from the terminal or elsewhere, reaches the command too; one sent to the harness alone does not.
 */
export class HeardSignals {
  readonly #atMs = new Map<SignalName, number>();

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.on(name, () => void this.#atMs.set(name, performance.now()));
    process.on('SIGHUP', () => undefined).on('SIGQUIT', () => undefined); // it ends cleanly when stdin ends
  }

  /** Whether one arrived just now. */
  async has(name: SignalName): Promise<boolean> {
    await sleep(witnessMs);
    return performance.now() - (this.#atMs.get(name) ?? -Infinity) < sameMs;
  }
}
