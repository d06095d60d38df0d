import { monotonicMs } from '../../process/clock.ts';
import type { RecordingLine } from '../../recording/types.ts';
import { seconds } from '../../text/words.ts';

/** Where progress goes. Every text is one or more whole lines, without the last line break. */
export interface View {
  /** What is so of the run as a whole. */
  say: (text: string) => void;
  /** What an arm has come to. */
  step: (arm: string, what: string) => void;
  /** Every line of the recording, as it is made. */
  see: (line: RecordingLine) => void;
  /** Leaves the terminal as it was. Safe to call again. */
  close: () => void;
}

/** Puts the time since now before what an arm has come to. */
export function stepClock(): (arm: string, what: string) => string {
  const startedMs = monotonicMs();
  return (arm, what) => `  ${seconds(monotonicMs() - startedMs).padStart(7)}  ${arm}: ${what}`;
}
