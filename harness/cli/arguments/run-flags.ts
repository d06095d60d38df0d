import type { RunOptions } from '../../run/options.ts';
import type { ProgressOptions } from '../view/progress.ts';

/** The command line of `run`, its values read. */
export interface RunFlags extends Omit<RunOptions, 'asked'>, ProgressOptions {
  /** Every scenario that comes with the tool. */
  all?: boolean;
  arm?: string[];
  repeat?: number;
  /** It goes on when terminal and parent are gone. */
  detach?: boolean;
  dryRun?: boolean;
  json?: boolean;
}
