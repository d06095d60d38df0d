import type { Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';

/** What loads an app: sends requests, runs a command, or lets time pass. */
export interface Load {
  name: string;
  /** Prepares an arm's load at `url`, null if the app has no address; sends nothing before `run`. */
  prepare: (arm: Arm, url: string | null, record: Recorder) => Promise<RunningLoad>;
}

export interface RunningLoad {
  /** Starts sending; resolves once all arrivals are answered or given up. */
  run: () => Promise<void>;
  /** Ends it, keeping what it has counted so far. Idempotent. */
  stop: () => Promise<void>;
}

/** Where requests go; a scenario whose requests have no address is refused when it is read. */
export function addressIn(url: string | null): string {
  if (url === null) throw new Error('requests need an address');
  return url;
}
