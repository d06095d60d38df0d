import type { Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';

/** What sends requests to an app. Each adapter is a folder beside this file. */
export interface Load {
  name: string;
  /** Prepares an arm's load at `url`; sends nothing before `run`. */
  prepare: (arm: Arm, url: string, record: Recorder) => Promise<RunningLoad>;
}

export interface RunningLoad {
  /** Starts sending; resolves once all arrivals are answered or given up. */
  run: () => Promise<void>;
  /** Ends it, keeping what it has counted so far. Idempotent. */
  stop: () => Promise<void>;
}
