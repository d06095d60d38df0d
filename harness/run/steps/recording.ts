import { lastLine } from '../../recording/first-and-last.ts';
import { RecordingFile } from '../../recording/write.ts';
import { openingLines } from '../opening-lines.ts';
import type { RunState } from '../state.ts';
import type { Step } from '../steps.ts';

/** Makes the run's folder and starts its recording with all that is known before the first arm. */
export function openRecording(state: RunState): Step {
  const { options, seed, observer, makeFolder } = state;
  return {
    name: 'recording',
    run: async () => {
      state.folder = makeFolder();
      state.file = new RecordingFile(state.folder.path);
      const { plan, load } = state;
      observer.planned(plan, load.notes);
      const asked = options.asked?.(plan.platform.name, load.name, seed);
      openingLines(plan, load.name, seed, asked).forEach(state.record);
      if (state.against) state.record({ kind: 'against', earlier: state.against });
    },
    undo: async () => state.folder?.release(),
  };
}

/** Records how the run ended and gives the now complete recording its final name. */
export function closeRecording(state: RunState): Step {
  return {
    name: 'close',
    run: async () => {
      state.record(lastLine(state.error));
      state.file.close();
    },
  };
}
