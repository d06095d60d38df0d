import type { Host } from '../host.ts';
import { isOnGitHub } from './github.ts';

/** How progress is shown: redrawn in place, as folded groups in a GitHub log, one line per step, or not at all. */
export type ViewName = 'live' | 'groups' | 'lines' | 'none';

export interface ViewOptions {
  quiet?: boolean;
  /** False with --no-tui. */
  tui?: boolean;
}

/** Chooses the view by the options and by what stderr and the environment support. */
export function chooseView(options: ViewOptions, env: Host['env'], isTTY: boolean): ViewName {
  if (options.quiet) return 'none';
  if (isOnGitHub(env)) return 'groups';
  const inCI = !['', 'false', undefined].includes(env['CI']);
  return (options.tui ?? true) && isTTY && !inCI && env['TERM'] !== 'dumb' ? 'live' : 'lines';
}
