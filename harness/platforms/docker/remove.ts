import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../errors.ts';
import type { Dockerode } from './client.ts';
import { asFailure, isDaemonGone, statusOf } from './failures.ts';

/** A restarting daemon is back within this time. */
const patienceMs = 10_000;
const pauseMs = 250;

/** Removes what a run made; fine if already gone. Throws a Failure that says what is left. */
export class Remover {
  readonly #daemon: Dockerode;
  /** Shared: waits only once for a daemon that stays away. */
  #patienceMs = patienceMs;

  constructor(daemon: Dockerode) {
    this.#daemon = daemon;
  }

  /** Kills a container and removes it with its anonymous volumes. */
  container(name: string): Promise<void> {
    const container = this.#daemon.getContainer(name);
    return this.#insist(`the container ${name}`, () => container.remove({ force: true, v: true }));
  }

  /** Removes a volume that no container uses any more. */
  volume(name: string): Promise<void> {
    return this.#insist(`the volume ${name}`, () => this.#daemon.getVolume(name).remove());
  }

  /** Removes a network that no container uses any more. */
  network(name: string): Promise<void> {
    return this.#insist(`the network ${name}`, () => this.#daemon.getNetwork(name).remove());
  }

  async #insist(what: string, remove: () => Promise<unknown>): Promise<void> {
    for (let waitedMs = 0; ; waitedMs += pauseMs) {
      try {
        await remove();
        return;
      } catch (error) {
        if (statusOf(error) === 404) return;
        // Still in use, or being removed; 403 of a network that still has endpoints.
        const mayPass = [403, 409].includes(statusOf(error) ?? 0) || isDaemonGone(error);
        if (!mayPass || waitedMs >= this.#patienceMs) throw this.#leftBehind(what, error);
      }
      await sleep(pauseMs);
    }
  }

  #leftBehind(what: string, error: unknown): unknown {
    if (!isDaemonGone(error)) return asFailure(`Could not remove ${what}`, error);
    this.#patienceMs = 0;
    return new Failure('infrastructure', `Could not remove ${what}: the Docker daemon does not answer.`, {
      hint: 'Once it is back: docker rm -f $(docker ps -aq --filter label=dev.not-a-leak)',
      cause: error,
    });
  }
}
