import type { RunOptions } from '../../run/options.ts';
import type { ProgressOptions } from '../view/progress.ts';

/** The parsed command line of `run`. */
export interface RunFlags extends Omit<RunOptions, 'asked'>, ProgressOptions {
  /** Run every scenario that comes with the tool. */
  all?: boolean;
  arm?: string[];
  repeat?: number;
  /** Keep going when terminal and parent are gone. */
  detach?: boolean;
  dryRun?: boolean;
  json?: boolean;
}
