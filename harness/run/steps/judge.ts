import { readRecording } from '../../recording/read.ts';
import { reportRun } from '../../report/run-reports.ts';
import type { RunState } from '../state.ts';
import type { Step } from '../steps.ts';

/** Judges the recording and writes all reports beside it. */
export function judgeRun(state: RunState): Step {
  return {
    name: 'judge',
    run: async () => {
      const { path } = state.folder;
      state.findings = reportRun(path, await readRecording(path));
      state.observer.judged(state.findings, path);
    },
  };
}
