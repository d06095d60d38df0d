import type { Colors } from 'picocolors/types.js';
import { monotonicMs } from '../../../process/clock.ts';
import type { Host } from '../../host.ts';
import { loadMs } from '../../../scenario/load-schema.ts';
import { stepClock, type View } from '../view.ts';
import { ArmState } from './arm-state.ts';
import { renderFrame } from './frame.ts';
import { Painter } from './painter.ts';

const everyMs = 100;

/** Running arms, redrawn in place below the log lines; always gives the cursor back. */
export function liveView(
  { stderr, onExit, onSuspend }: Pick<Host, 'stderr' | 'onExit' | 'onSuspend'>,
  colors: Colors,
): View {
  const startedMs = monotonicMs();
  const timed = stepClock();
  const painter = new Painter(stderr);
  const arms = new Map<string, ArmState>();
  const running = new Set<string>();
  const ended = new Set<string>();
  const begin = (arm: string) => {
    const state = arms.get(arm);
    if (state && !ended.has(arm)) running.add(arm);
    return state;
  };
  const paint = () => {
    const shown = [...running].flatMap((arm) => arms.get(arm) ?? []);
    const frame = { arms: shown, elapsedMs: monotonicMs() - startedMs, done: ended.size, total: arms.size };
    painter.paint(renderFrame(frame, stderr.size(), colors));
  };
  const timer = setInterval(paint, everyMs);
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    painter.close();
    stay();
    stayRunning();
  };
  const stay = onExit(close);
  const stayRunning = onSuspend(
    () => painter.close(),
    () => painter.open(),
  );
  return {
    say: (text) => painter.log(text),
    step: (arm, what) => {
      const state = begin(arm);
      if (state) state.step = what;
      painter.log(timed(arm, what));
    },
    see: (line) => {
      if (line.kind === 'arm' && line.skipped === undefined) {
        const { memory, load } = line.setup;
        ended.delete(line.arm);
        arms.set(line.arm, new ArmState(line.arm, memory, loadMs(load)));
      } else if (line.kind === 'arm-ended') {
        running.delete(line.arm);
        ended.add(line.arm);
      } else if ('arm' in line) {
        begin(line.arm)?.see(line);
      }
    },
    close,
  };
}
