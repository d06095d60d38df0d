import type { Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';

/** What drives requests at an app. An adapter is a folder beside this file. */
export interface Load {
  name: string;
  /** Gets ready to drive an arm's load at `url`; nothing is sent before `start`. */
  prepare: (arm: Arm, url: string, record: Recorder) => Promise<RunningLoad>;
}

export interface RunningLoad {
  /** Starts sending; resolves once all arrivals are over and answered, or given up. */
  run: () => Promise<void>;
  /** Ends it, with what it has counted so far. Safe to call again. */
  stop: () => Promise<void>;
}
