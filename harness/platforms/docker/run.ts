import type { Ledger } from '../../resources/ledger.ts';
import type { Client } from './client.ts';
import type { ContainerEvent } from './events.ts';
import type { Place } from './place.ts';
import type { Remover } from './remove.ts';
import type { SamplerPlace } from './sampling.ts';

/** What a run's pods share. */
export interface DockerRun {
  /** Its own name, which begins with `not-a-leak-`. */
  name: string;
  client: Client;
  remover: Remover;
  place: Place;
  cgroupVersion: 1 | 2;
  image: string;
  sampler: SamplerPlace;
  ledger: Ledger;
  /** A free loopback port. */
  freePort: () => Promise<number>;
  /** By container name: who gets its events, and hears if the daemon is lost. */
  watchers: Map<string, { see: (event: ContainerEvent) => void; fail: (error: Error) => void }>;
}
