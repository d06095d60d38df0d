import { group } from '../../report/github.ts';
import { linesView } from './lines-view.ts';
import { stepClock, type View } from './view.ts';

/**
 * For a GitHub job log: one folded group per arm, written when the arm is over, since arms run side by side and
 * groups can't be nested.
 */
export function groupsView(write: (text: string) => void): View {
  const { say, see, close } = linesView(write);
  const timed = stepClock();
  const steps = new Map<string, string[]>();
  const flush = (arm: string, end: string) => {
    const lines = steps.get(arm) ?? [];
    steps.delete(arm);
    if (lines.length > 0) say(group(`${arm}: ${end}`, lines).join('\n'));
  };
  return {
    say,
    step: (arm, what) => void steps.set(arm, [...(steps.get(arm) ?? []), timed(arm, what)]),
    see: (line) => {
      see(line);
      if (line.kind === 'arm-ended') flush(line.arm, line.reason);
    },
    close: () => {
      close();
      for (const arm of steps.keys()) flush(arm, 'cut short');
    },
  };
}
