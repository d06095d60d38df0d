import type { Caller } from '../process/caller.ts';
import type { RecordingLine } from '../recording/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import type { RunPlan } from './run-plan.ts';

/** What a run reports as it goes. */
export interface RunObserver {
  /** About the run as a whole, in one or more lines. */
  say: (text: string) => void;
  /** What will run here, just before the first arm; `notes` explain the choice of load. */
  planned: (plan: RunPlan, notes: string[]) => void;
  /** What an arm has just done. */
  step: (arm: string, what: string) => void;
  /** Every line of the recording, as it is written. */
  see: (line: RecordingLine) => void;
  /** The result; `folder` already has the recording and reports. */
  judged: (findings: RunFindings, folder: string) => void;
}

/** Who asks for a run and watches it. */
export type RunCaller = Partial<Caller> & { observer?: Partial<RunObserver> };

/** Fills in the callbacks that an observer leaves out. */
export function observerOf(given: Partial<RunObserver> = {}): RunObserver {
  return { say: ignore, planned: ignore, step: ignore, see: ignore, judged: ignore, ...given };
}

function ignore(): void {}
