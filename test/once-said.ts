import type { CliOptions } from './cli.ts';

type Kill = (signal: NodeJS.Signals) => void;

/** For `onStderr`: acts once, as soon as the progress has these words. */
export function onceSaid(words: string, act: (kill: Kill) => void): NonNullable<CliOptions['onStderr']> {
  let done = false;
  return (text, kill) => {
    if (done || !text.includes(words)) return;
    done = true;
    act(kill);
  };
}
