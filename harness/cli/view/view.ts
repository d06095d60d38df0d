import { monotonicMs } from '../../process/clock.ts';
import type { RecordingLine } from '../../recording/types.ts';
import { seconds } from '../../text/words.ts';

/** Where progress goes. Each text is one or more whole lines, without the last line break. */
export interface View {
  /** About the run as a whole. */
  say: (text: string) => void;
  /** What an arm has just done. */
  step: (arm: string, what: string) => void;
  /** Every line of the recording, as it is written. */
  see: (line: RecordingLine) => void;
  /** Restores the terminal. Idempotent. */
  close: () => void;
}

/** Prefixes the time since now to what an arm has done. */
export function stepClock(): (arm: string, what: string) => string {
  const startedMs = monotonicMs();
  return (arm, what) => `  ${seconds(monotonicMs() - startedMs).padStart(7)}  ${arm}: ${what}`;
}
