import type { Host } from '../host.ts';
import { onProgramStarted } from '../../process/programs-started.ts';
import { quoted } from '../../text/quoted.ts';
import type { RunObserver } from '../../run/observer.ts';
import type { RunOptions } from '../../run/options.ts';
import { inertLines } from '../../text/inert.ts';
import { colorsFor, type ColorChoice } from './colors.ts';
import { chooseView, type ViewName, type ViewOptions } from './choose-view.ts';
import { groupsView } from './groups-view.ts';
import { linesView } from './lines-view.ts';
import { liveView } from './live/live-view.ts';
import type { View } from './view.ts';
import { detailWords, planLines, stepWords } from './words.ts';

export interface Progress extends Omit<RunObserver, 'judged'> {
  /** Restores the terminal. Idempotent. */
  stop: () => void;
}

export interface ProgressOptions extends ViewOptions {
  verbose?: boolean;
  color?: ColorChoice;
}

/** Shows progress on stderr in the best way it supports. */
export function startProgress(host: Host, options: ProgressOptions & RunOptions): Progress {
  const view = makeView(host, options);
  const say = (text: string) => view.say(inertLines(text));
  const step = (arm: string, what: string | null) => {
    if (what !== null) view.step(arm, inertLines(what));
  };
  const verbose = options.verbose ?? false;
  const unsubscribe = verbose ? onProgramStarted((argv) => say(`  runs: ${shortened(argv)}`)) : null;
  return {
    say,
    planned: (plan, notes) => {
      for (const line of planLines(plan, options, notes)) say(line);
    },
    step,
    see: (line) => {
      if ('arm' in line) {
        if (verbose) step(line.arm, detailWords(line));
        step(line.arm, stepWords(line));
      }
      view.see(line);
    },
    stop: () => {
      unsubscribe?.();
      view.close();
    },
  };
}

function makeView(host: Host, options: ProgressOptions): View {
  const { stderr, env } = host;
  const views: Record<ViewName, () => View> = {
    live: () => liveView(host, colorsFor(options.color ?? 'auto', host, stderr)),
    groups: () => groupsView(stderr.write),
    lines: () => linesView(stderr.write),
    none: () => ({ say: nothing, step: nothing, see: nothing, close: nothing }),
  };
  return views[chooseView(options, env, stderr.isTTY)]();
}

function nothing(): void {}

/** Settings passed as JSON tell a reader nothing. */
function shortened(argv: readonly string[]): string {
  return quoted(argv.map((word) => (word.length > 200 ? `${word.slice(0, 60)}...` : word)));
}
