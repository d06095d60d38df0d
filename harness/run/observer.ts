import type { Caller } from '../process/caller.ts';
import type { RecordingLine } from '../recording/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import type { RunPlan } from './run-plan.ts';

/** What a run tells as it goes. */
export interface RunObserver {
  /** Something about the run as a whole, in one or more lines. */
  say: (text: string) => void;
  /** What is to run here, just before the first arm; `notes` are on the choice of the load. */
  planned: (plan: RunPlan, notes: string[]) => void;
  /** What an arm has come to. */
  step: (arm: string, what: string) => void;
  /** Every line of the recording, as it is made. */
  see: (line: RecordingLine) => void;
  /** What the run came to; `folder` has recording and reports by now. */
  judged: (findings: RunFindings, folder: string) => void;
}

/** Who asks for a run, and who is told of it. */
export type RunCaller = Partial<Caller> & { observer?: Partial<RunObserver> };

/** An observer with what it left out: it looks away. */
export function observerOf(given: Partial<RunObserver> = {}): RunObserver {
  return { say: ignore, planned: ignore, step: ignore, see: ignore, judged: ignore, ...given };
}

function ignore(): void {}
