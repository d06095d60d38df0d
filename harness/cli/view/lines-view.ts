import { stepClock, type View } from './view.ts';

const heartbeatMs = 10_000;

/** One line per step, and a sign of life every 10 s. */
export function linesView(write: (text: string) => void): View {
  const running = new Set<string>();
  const timed = stepClock();
  const say = (text: string) => write(`${text}\n`);
  const step = (arm: string, what: string) => say(timed(arm, what));
  const heartbeat = setInterval(
    () => step([...running].join(', ') || 'waiting', 'still running'),
    heartbeatMs,
  );
  return {
    say,
    step,
    see: (line) => {
      if (line.kind === 'arm-started') running.add(line.arm);
      if (line.kind === 'arm-ended') running.delete(line.arm);
    },
    close: () => clearInterval(heartbeat),
  };
}
